package io.modeenvoy.xds.server;

import org.jspecify.annotations.Nullable;

/** What happens to a stream. */
sealed interface StreamEvent {
    /** The client wrote; {@code node} is null when it did not say who it is. */
    record Requested(XdsRequest request, @Nullable NodeClaim node) implements StreamEvent {}

    /** The group has new content. */
    record Published(GroupSnapshot snapshot) implements StreamEvent {}

    /** The transport can take more, or not. */
    record Writable(boolean writable) implements StreamEvent {}

    /** The time the stream asked to be woken at has come. */
    record Woken() implements StreamEvent {}
}
