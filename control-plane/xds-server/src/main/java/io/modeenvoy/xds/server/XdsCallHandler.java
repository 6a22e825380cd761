package io.modeenvoy.xds.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Opens a stream for each call of one method, within the limits. */
final class XdsCallHandler<M extends Message> implements ServerCallHandler<M, List<ByteString>> {
    private final XdsMethod<M> method;
    private final StreamContext context;
    private final Door door;
    private final Supplier<? extends Executor> homes;

    /** @param homes asked on the thread that opens a call: where the other work of that stream is to be done */
    XdsCallHandler(XdsMethod<M> method, StreamContext context, Door door, Supplier<? extends Executor> homes) {
        this.method = method;
        this.context = context;
        this.door = door;
        this.homes = homes;
    }

    @Override
    public ServerCall.Listener<M> startCall(ServerCall<M, List<ByteString>> call, Metadata headers) {
        Status refusal = door.refusal();
        if (refusal != null) {
            call.close(refusal, new Metadata());
            return new ServerCall.Listener<>() {};
        }
        StreamState state = StreamState.fresh(context.rules(), method.delta(), method.onlyType());
        XdsStream stream = new XdsStream(call, context, homes.get(), door.number(), state);
        context.begun(stream);
        stream.start();
        return new Events<>(stream, method);
    }

    /** The transport's side of a stream. */
    private static final class Events<M extends Message> extends ServerCall.Listener<M> {
        private final XdsStream stream;
        private final XdsMethod<M> method;

        Events(XdsStream stream, XdsMethod<M> method) {
            this.stream = stream;
            this.method = method;
        }

        @Override
        public void onMessage(M message) {
            stream.received(method.reader().apply(message));
        }

        @Override
        public void onHalfClose() {
            stream.end(Status.OK);
        }

        @Override
        public void onCancel() {
            stream.gone();
        }

        @Override
        public void onComplete() {
            stream.gone();
        }

        @Override
        public void onReady() {
            stream.ready();
        }
    }
}
