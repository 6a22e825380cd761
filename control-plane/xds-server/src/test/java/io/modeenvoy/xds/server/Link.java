package io.modeenvoy.xds.server;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The random client's way to one server: one stream at a time. What it returns as text is for the history of a failure. */
interface Link extends AutoCloseable {
    /** What the server serves. */
    SnapshotStore store();

    /** Is told of each response the moment it is made, where that can be seen and nothing else is under way. */
    default void onResponse(Consumer<ByteString> observer) {}

    /** Begins a stream. */
    void open();

    /** The server reads a request. */
    String send(XdsRequest request);

    /** The server's store has changed. */
    String news();

    /** The next response, or null if there is none yet. */
    @Nullable
    ByteString receive();

    /** Time goes by. */
    String pass(Duration time);

    /** The client reads, or does not. */
    String readable(boolean readable);

    /** The server has nothing more to say and waits for nothing. */
    boolean isIdle();

    /** Ends the stream. */
    @Override
    void close();
}
