package io.modeenvoy.file;

import io.modeenvoy.crd.SizeLimit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Reads a file whole, or says why not. */
final class FileText {
    private static final int TRIES = 3;

    private FileText() {}

    static String read(Path file) throws YamlProblem {
        try {
            String text = decode(steady(file));
            if (text.isBlank()) {
                throw new YamlProblem(0, "empty (expected: YAML; to remove its objects, remove the file)");
            }
            return file.toString().endsWith(".json") ? text.replace('\t', ' ') : text;
        } catch (CharacterCodingException e) {
            throw new YamlProblem(0, "not UTF-8 (expected: text in UTF-8)");
        } catch (IOException e) {
            throw new YamlProblem(0, FolderScan.reason(e));
        }
    }

    /** The bytes of a file that nobody wrote to while we read. */
    private static byte[] steady(Path file) throws IOException, YamlProblem {
        for (int i = 0; i < TRIES; i++) {
            Stamp before = stamp(file);
            byte[] bytes = bytes(file);
            if (SizeLimit.FILE_SIZE.isExceededBy(bytes.length)) {
                throw new YamlProblem(0, before.size() + " bytes (expected: " + SizeLimit.FILE_SIZE.expected() + ")");
            }
            if (bytes.length == before.size() && before.equals(stamp(file))) {
                return bytes;
            }
        }
        throw new YamlProblem(0, "changes while it is read (expected: written at once)");
    }

    private static Stamp stamp(Path file) throws IOException {
        return Stamp.of(Files.readAttributes(file, BasicFileAttributes.class));
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(SizeLimit.FILE_SIZE.most() + 1);
        }
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
