package io.modeenvoy.k8s;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is logged meanwhile, at WARN and above. */
final class Log implements AutoCloseable {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Log() {
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    }

    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    List<String> lines(String event) {
        return text().lines().filter(line -> line.contains(event)).toList();
    }

    @Override
    public void close() {
        System.setErr(before);
        before.print(text());
    }
}
