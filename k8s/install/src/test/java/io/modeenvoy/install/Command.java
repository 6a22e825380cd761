package io.modeenvoy.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of others, run to its end. */
final class Command {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Command() {}

    /** What it said. */
    record Result(int exitCode, String out, String err) {
        /** Its output, or why it failed. */
        String good() {
            if (exitCode != 0) {
                throw new AssertionError("exit code " + exitCode + ":\n" + out + err);
            }
            return out;
        }
    }

    static Result run(List<String> command) {
        return run("", command);
    }

    /** Runs it with {@code input} on its standard input. */
    static Result run(String input, List<String> command) {
        try {
            Path in = Files.writeString(temporary(), input);
            Path out = temporary();
            Path err = temporary();
            Process process = new ProcessBuilder(command)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " did not end:\n" + Files.readString(err));
            }
            Result result = new Result(process.exitValue(), read(out), read(err));
            for (Path file : List.of(in, out, err)) {
                Files.delete(file);
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private static Path temporary() throws IOException {
        return Files.createTempFile("modeenvoy-install-", null);
    }
}
