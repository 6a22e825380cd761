package io.modeenvoy.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * What explains a failure of calls: the answers that were not 200, with their reasons, and what each part of the product had to say. It is told with every
 * failure of the test that registers it.
 */
final class Evidence implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {
    private static final int SHOWN_ANSWERS = 12;
    private static final int SHOWN_LINES = 40;

    private final Map<String, Supplier<String>> logs = new LinkedHashMap<>();
    private final Map<String, Kind> answers = new LinkedHashMap<>();

    /** Answers that say the same. */
    private record Kind(int count, Instant first, Instant last) {
        Kind again(Instant now) {
            return new Kind(count + 1, first, now);
        }
    }

    /** The log of a program is part of it; gives the program. */
    synchronized Program of(String name, Program program) {
        logs.put(name + " (process " + program.pid() + ")", program::errors);
        return program;
    }

    /** So is a log file, which may be gone by the end. */
    synchronized void file(String name, Path log) {
        logs.put(name, () -> {
            try {
                return Files.readString(log);
            } catch (IOException e) {
                return "(" + e + ")";
            }
        });
    }

    /** So are the answers of a gateway; gives the gateway. */
    Gateway of(Gateway gateway) {
        return gateway.toldTo(answer -> {
            if (answer.status() >= 400) {
                failed(words(answer));
            }
        });
    }

    /** A call failed; the same words are counted once. */
    synchronized void failed(String words) {
        Instant now = Instant.now();
        answers.merge(words, new Kind(1, now, now), (kind, _) -> kind.again(now));
    }

    /** What there is, for a failure message. */
    synchronized String told() {
        List<String> parts = new ArrayList<>();
        parts.add("answers:");
        answers.entrySet().stream()
                .limit(SHOWN_ANSWERS)
                .forEach(answer -> parts.add("  %d times from %s to %s: %s"
                        .formatted(
                                answer.getValue().count(),
                                answer.getValue().first(),
                                answer.getValue().last(),
                                answer.getKey())));
        logs.forEach((name, log) -> {
            parts.add(name + ":");
            lines(log.get()).forEach(line -> parts.add("  " + line));
        });
        return String.join("\n", parts);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
        throw new AssertionError(failure.getMessage() + "\n" + told(), failure);
    }

    @Override
    public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure) {
        handleTestExecutionException(context, failure);
    }

    /** An answer with what tells why it is so. */
    static String words(Gateway.Answer answer) {
        return "status " + answer.status() + " " + answer.body().strip() + " " + reasons(answer);
    }

    /** The last lines of a log, and of access logs the first calls that Envoy or a service refused. */
    private static Stream<String> lines(String log) {
        Map<Boolean, List<String>> byAccess =
                log.lines().collect(Collectors.partitioningBy(line -> line.startsWith("{")));
        List<String> refused = byAccess.getOrDefault(true, List.of()).stream()
                .filter(line -> line.contains("\"status\":5"))
                .limit(SHOWN_ANSWERS)
                .toList();
        List<String> said = byAccess.getOrDefault(false, List.of());
        return Stream.concat(
                refused.stream(), said.subList(Math.max(0, said.size() - SHOWN_LINES), said.size()).stream());
    }

    private static String reasons(Gateway.Answer answer) {
        return answer.response().headers().map().entrySet().stream()
                .filter(header -> told(header.getKey().toLowerCase(Locale.ROOT)))
                .map(header -> header.getKey() + "=" + String.join(",", header.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static boolean told(String header) {
        return header.startsWith("x-modeenvoy-") || header.startsWith("x-envoy-") || header.equals("retry-after");
    }
}
