package io.modeenvoy.app;

import io.modeenvoy.policy.SecretValue;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The secret under which keys are digested, kept in the state directory and made there on first use. */
public record Pepper(String version, SecretValue secret) {
    private static final String VERSION = "1";
    private static final String FILE = "pepper-" + VERSION;
    private static final int BYTES = 32;

    /** Reads it, or makes it; of two processes that make it at once one wins and both read that one. */
    public static Pepper in(Path stateDirectory) throws IOException {
        Path file = stateDirectory.resolve(FILE);
        if (!Files.exists(file)) {
            Files.createDirectories(stateDirectory);
            create(stateDirectory, file);
        }
        byte[] bytes;
        try {
            bytes = HexFormat.of().parseHex(Files.readString(file).strip());
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": not a pepper (expected: " + 2 * BYTES + " hexadecimal digits)", e);
        }
        if (bytes.length != BYTES) {
            throw new IOException(file + ": " + bytes.length + " bytes (expected: " + BYTES + ")");
        }
        return new Pepper(VERSION, new SecretValue(SecretValue.pepperName(VERSION), bytes));
    }

    private static void create(Path directory, Path file) throws IOException {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        Path fresh = Files.createTempFile(
                directory,
                FILE,
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, HexFormat.of().formatHex(bytes) + "\n", StandardOpenOption.TRUNCATE_EXISTING);
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            // Another process was first: its pepper counts.
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
