package io.modeenvoy.xds.server;

import com.google.protobuf.ByteString;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message that is written from its chunks straight into the transport. */
final class ChunkStream extends InputStream implements Drainable, KnownLength {
    private final List<ByteString> chunks;
    private int left;
    private @Nullable InputStream reader; // only transports within this process read instead of draining

    ChunkStream(List<ByteString> chunks) {
        this.chunks = chunks;
        this.left = size(chunks);
    }

    static int size(List<ByteString> chunks) {
        int size = 0;
        for (ByteString chunk : chunks) {
            size = Math.addExact(size, chunk.size());
        }
        return size;
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
        int drained = left;
        for (ByteString chunk : chunks) {
            chunk.writeTo(target);
        }
        left = 0;
        return drained;
    }

    @Override
    public int available() {
        return left;
    }

    @Override
    public int read() throws IOException {
        int next = reader().read();
        left -= next < 0 ? 0 : 1;
        return next;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = reader().read(bytes, offset, length);
        left -= Math.max(count, 0);
        return count;
    }

    private InputStream reader() {
        InputStream found = reader;
        if (found == null) {
            found = ByteString.copyFrom(chunks).newInput();
            reader = found;
        }
        return found;
    }
}
