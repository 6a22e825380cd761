package io.modeenvoy.proc.coding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Bytes as a server compresses them. */
final class Packed {
    private Packed() {}

    /** {@code raw}: deflate as some servers send it, without the format of zlib. */
    static byte[] by(String coding, byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packer = into(coding, out)) {
            packer.write(bytes);
        }
        return out.toByteArray();
    }

    static OutputStream into(String coding, OutputStream out) throws IOException {
        return switch (coding) {
            case "gzip", "x-gzip" -> new GZIPOutputStream(out, true);
            case "deflate" -> new DeflaterOutputStream(out, true);
            case "raw" -> new DeflaterOutputStream(out, new Deflater(Deflater.DEFAULT_COMPRESSION, true));
            case "br" -> {
                Brotli4jLoader.ensureAvailability();
                yield new BrotliOutputStream(out);
            }
            case "zstd" -> new ZstdOutputStream(out).setChecksum(true);
            default -> throw new IllegalArgumentException(coding);
        };
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** One after the other. */
    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
