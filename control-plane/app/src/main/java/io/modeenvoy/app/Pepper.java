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

/** The secret under which keys are digested, made on first use and kept in the state directory or in a Secret. */
public record Pepper(String version, SecretValue secret) {
    private static final String VERSION = "1";
    /** Its name where it is kept: of the file, and of the entry in a Secret. */
    public static final String ENTRY = "pepper-" + VERSION;

    private static final int BYTES = 32;

    /** Reads it, or makes it; of two processes that make it at once one wins and both read that one. */
    public static Pepper in(Path stateDirectory) throws IOException {
        Path file = stateDirectory.resolve(ENTRY);
        if (!Files.exists(file)) {
            Files.createDirectories(stateDirectory);
            create(stateDirectory, file);
        }
        return parse(Files.readString(file), file.toString());
    }

    /** From its text; {@code where} it was found is said if it is none. */
    public static Pepper parse(String text, String where) throws IOException {
        byte[] bytes;
        try {
            bytes = HexFormat.of().parseHex(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IOException(where + ": not a pepper (expected: " + 2 * BYTES + " hexadecimal digits)", e);
        }
        if (bytes.length != BYTES) {
            throw new IOException(where + ": " + bytes.length + " bytes (expected: " + BYTES + ")");
        }
        return new Pepper(VERSION, new SecretValue(SecretValue.pepperName(VERSION), bytes));
    }

    /** The text of a new one. */
    public static String fresh() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void create(Path directory, Path file) throws IOException {
        Path fresh = Files.createTempFile(
                directory,
                ENTRY,
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, fresh() + "\n", StandardOpenOption.TRUNCATE_EXISTING);
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            // Another process was first: its pepper counts.
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
