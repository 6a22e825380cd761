package io.modeenvoy.xds.server;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Opens a stream for each call of one method, within the limits. */
final class XdsCallHandler implements ServerCallHandler<Inbound, List<ByteString>> {
    private final XdsMethod method;
    private final StreamContext context;
    private final Door door;
    private final Supplier<? extends Executor> homes;

    /** @param homes asked on the thread that opens a call: where the other work of that stream is to be done */
    XdsCallHandler(XdsMethod method, StreamContext context, Door door, Supplier<? extends Executor> homes) {
        this.method = method;
        this.context = context;
        this.door = door;
        this.homes = homes;
    }

    @Override
    public ServerCall.Listener<Inbound> startCall(ServerCall<Inbound, List<ByteString>> call, Metadata headers) {
        Status refusal = door.refusal();
        if (refusal != null) {
            call.close(refusal, new Metadata());
            return new ServerCall.Listener<>() {};
        }
        StreamState state = StreamState.fresh(context.rules(), method.delta(), method.onlyType());
        XdsStream stream = new XdsStream(call, context, homes.get(), door.number(), state);
        context.begun(stream);
        stream.start();
        return new Events(stream);
    }

    /** The transport's side of a stream. */
    private static final class Events extends ServerCall.Listener<Inbound> {
        private final XdsStream stream;

        Events(XdsStream stream) {
            this.stream = stream;
        }

        @Override
        public void onMessage(Inbound message) {
            stream.received(message);
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
