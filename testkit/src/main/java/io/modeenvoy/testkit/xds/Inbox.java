package io.modeenvoy.testkit.xds;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;

/** Puts what comes from the server into the stream's queues. */
final class Inbox<T> implements StreamObserver<T> {
    private final XdsStream stream;
    private final Function<T, XdsReply> reader;

    Inbox(XdsStream stream, Function<T, XdsReply> reader) {
        this.stream = stream;
        this.reader = reader;
    }

    @Override
    public void onNext(T message) {
        stream.received(reader.apply(message));
    }

    @Override
    public void onError(Throwable error) {
        stream.over(Status.fromThrowable(error));
    }

    @Override
    public void onCompleted() {
        stream.over(Status.OK);
    }
}
