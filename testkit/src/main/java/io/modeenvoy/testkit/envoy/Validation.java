package io.modeenvoy.testkit.envoy;

import java.util.List;
import java.util.Set;

/**
 * What Envoy says of a configuration.
 *
 * @param accepted whether it takes it; what it takes and will not take one day, since a field is deprecated, is not accepted here
 * @param output its whole log
 */
public record Validation(boolean accepted, String output) {
    /** Fields whose successors are not in the Java messages of Envoy yet: {@code request_body_buffer_limit}. */
    private static final Set<String> WITHOUT_SUCCESSOR = Set.of("Route.per_request_buffer_limit_bytes");

    static Validation of(boolean taken, String log) {
        return new Validation(taken && deprecations(log).isEmpty(), log);
    }

    /** The lines of a log that tell of fields and options which a later Envoy will not know any more. */
    public static List<String> deprecations(String log) {
        return log.lines()
                .filter(line -> line.contains("deprecated option"))
                .filter(line -> WITHOUT_SUCCESSOR.stream().noneMatch(line::contains))
                .toList();
    }
}
