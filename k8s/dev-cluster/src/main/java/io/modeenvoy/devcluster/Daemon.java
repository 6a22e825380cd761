package io.modeenvoy.devcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A server process with a log file, and a file with its process id by which a later start finds one that was left behind. */
final class Daemon implements AutoCloseable {
    private static final Duration END_LIMIT = Duration.ofSeconds(10);
    private static final int LAST_LINES = 8;

    private final Process process;
    private final Path log;
    private final Path pidFile;

    private Daemon(Process process, Path log, Path pidFile) {
        this.process = process;
        this.log = log;
        this.pidFile = pidFile;
    }

    /** Starts {@code command} with the folder's {@code NAME.log} and {@code NAME.pid}. */
    static Daemon start(String name, Path folder, List<String> command) throws IOException {
        Path log = folder.resolve(name + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Path pidFile = Files.writeString(folder.resolve(name + ".pid"), process.pid() + "\n");
        return new Daemon(process, log, pidFile);
    }

    /** Ends what an earlier start in this folder left behind: only a process of that id that runs that very program. */
    static void endLeftOver(String name, Path folder, Path program) throws IOException {
        Path pidFile = folder.resolve(name + ".pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        String pid = Files.readString(pidFile).strip(); // what a crash left half written names nobody
        Optional.of(pid)
                .filter(text -> text.matches("[0-9]{1,18}"))
                .flatMap(text -> ProcessHandle.of(Long.parseLong(text)))
                .filter(process -> process.info().command().stream().anyMatch(program.toString()::equals))
                .ifPresent(process -> {
                    process.destroyForcibly();
                    process.onExit().join();
                });
        Files.delete(pidFile);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** The end of its log, for people. */
    String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    /** Ends it with SIGTERM, and with SIGKILL when it takes long. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Files.deleteIfExists(pidFile);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The next start finds the file, and no such process.
        }
    }
}
