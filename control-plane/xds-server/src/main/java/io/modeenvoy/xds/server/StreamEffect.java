package io.modeenvoy.xds.server;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** What is to be done for a stream, in this order. */
sealed interface StreamEffect {
    /** The client is known now: watch its group, tell the listener. */
    record Joined(NodeClaim node) implements StreamEffect {}

    /** The client asked for a type for the first time. */
    record Subscribed(String typeUrl) implements StreamEffect {}

    /** Write a response. */
    record Respond(List<ByteString> chunks, Delivery delivery) implements StreamEffect {}

    /** The client applied a response. */
    record Acked(Delivery delivery, Duration after) implements StreamEffect {}

    /** The client came back with content we know. */
    record Resumed(Delivery delivery) implements StreamEffect {}

    /** The client rejected a response. */
    record Nacked(Delivery delivery, Rejection rejection) implements StreamEffect {}

    /** Rejected resources have changed or gone. */
    record Cleared(String typeUrl, Collection<String> names) implements StreamEffect {}

    /** Nobody waits for the ACK of this type any more. */
    record Forced(String typeUrl) implements StreamEffect {}

    /** End the stream. */
    record Close(Status status) implements StreamEffect {}
}
