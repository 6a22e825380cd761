package io.modeenvoy.benchmarks.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One round of the load generator wrk. */
record Wrk(double requestsPerSecond, double p50Millis, double p99Millis, long requests, long failures) {
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([\\d.]+)");
    private static final Pattern FAILED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
    private static final Pattern SOCKET =
            Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

    /** What is asked. */
    record Request(String url, String method, String key, String body) {
        String script() {
            return "wrk.method = \"" + method + "\"\n"
                    + "wrk.body = [[" + body + "]]\n"
                    + "wrk.headers[\"content-type\"] = \"application/json\"\n"
                    + "wrk.headers[\"authorization\"] = \"Bearer " + key + "\"\n";
        }
    }

    /** Runs it with so many connections for so long. */
    static Wrk run(Request request, int connections, int seconds) throws IOException, InterruptedException {
        Path script = Files.createTempFile("wrk-", ".lua");
        try {
            Files.writeString(script, request.script());
            Process process = new ProcessBuilder(List.of(
                            "wrk",
                            "-t1",
                            "-c" + connections,
                            "-d" + seconds + "s",
                            "--latency",
                            "-s",
                            script.toString(),
                            request.url()))
                    .redirectErrorStream(true)
                    .start();
            String output =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("wrk: " + output);
            }
            return parse(output);
        } finally {
            Files.deleteIfExists(script);
        }
    }

    static Wrk parse(String output) throws IOException {
        Matcher socket = SOCKET.matcher(output);
        long failures = number(FAILED, output);
        if (socket.find()) {
            for (int i = 1; i <= 4; i++) {
                failures += Long.parseLong(socket.group(i));
            }
        }
        Matcher rate = RATE.matcher(output);
        if (!rate.find()) {
            throw new IOException("wrk: no result in " + output);
        }
        return new Wrk(
                Double.parseDouble(rate.group(1)),
                percentile("50%", output),
                percentile("99%", output),
                number(REQUESTS, output),
                failures);
    }

    private static long number(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private static double percentile(String name, String output) {
        Matcher matcher =
                Pattern.compile(Pattern.quote(name) + "\\s+([\\d.]+)(us|ms|s)").matcher(output);
        if (!matcher.find()) {
            return Double.NaN;
        }
        double value = Double.parseDouble(matcher.group(1));
        return switch (matcher.group(2)) {
            case "us" -> value / 1000;
            case "ms" -> value;
            default -> value * 1000;
        };
    }
}
