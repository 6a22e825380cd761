package io.modeenvoy.benchmarks.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process under measurement. */
public record Child(Process process) implements AutoCloseable {
    private static final long TICKS_PER_SECOND = 100;

    /** Starts it; its standard error goes to the log file. */
    public static Child start(Path log, String... command) throws IOException {
        return new Child(
                new ProcessBuilder(List.of(command)).redirectError(log.toFile()).start());
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Waits for a line that starts so. */
    public String line(String prefix) throws IOException {
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith(prefix)) {
                return line;
            }
        }
        throw new IOException(process.info().commandLine().orElse("the process") + " ended before it said " + prefix);
    }

    /** CPU time it and its children have used so far. */
    public Duration cpu() throws IOException {
        Duration sum = Duration.ZERO;
        for (ProcessHandle handle : Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList()) {
            sum = sum.plus(cpu(handle.pid()));
        }
        return sum;
    }

    private static Duration cpu(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
    }

    /** Resident memory of it and its children, in megabytes. */
    public long residentMegabytes() throws IOException {
        long kilobytes = 0;
        for (ProcessHandle handle : Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList()) {
            for (String line : Files.readAllLines(Path.of("/proc/" + handle.pid() + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    kilobytes += Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        }
        return kilobytes / 1024;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
