package io.modeenvoy.testkit.edge;

import com.google.protobuf.ByteString;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads messages of HTTP/1.1 strictly: a byte too many or too few is an error. */
final class Bytes {
    private static final int LONGEST_LINE = 1 << 20;

    private final InputStream in;

    Bytes(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /** The lines of a head; empty = the connection ended before its first byte, in whatever way. */
    List<String> head() throws IOException {
        List<String> lines = new ArrayList<>();
        int first = first();
        if (first < 0) {
            return lines;
        }
        for (String line = line(first); !line.isEmpty(); line = line(in.read())) {
            lines.add(line);
        }
        return lines;
    }

    private int first() throws IOException {
        try {
            return in.read();
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (SocketException e) {
            return -1;
        }
    }

    private String line(int first) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = first; ; next = in.read()) {
            if (next < 0) {
                throw new EOFException("an end within a head after '" + line + "'");
            }
            if (next == '\n') {
                if (line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
                    throw new IOException("a line without a carriage return: " + line);
                }
                return line.substring(0, line.length() - 1);
            }
            if (line.append((char) next).length() > LONGEST_LINE) {
                throw new IOException("a line over " + LONGEST_LINE + " bytes: " + line.substring(0, 100));
            }
        }
    }

    /** The body that follows {@code head}. */
    ByteString body(List<String> head) throws IOException {
        List<String> lengths = values(head, "content-length");
        List<String> codings = values(head, "transfer-encoding");
        if (lengths.size() + codings.size() > 1) {
            throw new IOException("more than one framing: " + head);
        }
        if (!lengths.isEmpty()) {
            return exactly(Integer.parseInt(lengths.getFirst()));
        }
        return codings.isEmpty() ? ByteString.EMPTY : chunks();
    }

    private ByteString chunks() throws IOException {
        ByteString all = ByteString.EMPTY;
        while (true) {
            int size = Integer.parseInt(line(in.read()).split(";", 2)[0].strip(), 16);
            if (size == 0) {
                head();
                return all;
            }
            all = all.concat(exactly(size));
            if (!line(in.read()).isEmpty()) {
                throw new IOException("bytes after a chunk");
            }
        }
    }

    private ByteString exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("an end after " + bytes.length + " of " + length + " bytes of a body");
        }
        return ByteString.copyFrom(bytes);
    }

    static List<String> values(List<String> head, String name) {
        String start = name + ":";
        return head.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .toList();
    }

    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
