package io.modeenvoy.xds.server;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Since when a stream lacks what has been published, by type: from the oldest change that it has not acknowledged. What a client asks for anew
 * was not published for it and does not count. Owned by the stream; empty when nothing is under way.
 */
final class Convergence {
    private final Map<String, Instant> waiting = new HashMap<>(2);
    private final Map<String, Instant> sent = new HashMap<>(2);

    /** What has been published is taken in; called before what follows from it is sent. */
    void takenIn(StreamState before, StreamState after) {
        for (TypeState type : after.types().values()) {
            TypeState old = before.type(type.typeUrl());
            if (old != null && (!type.view().upToDate() || !nonce(type).equals(nonce(old)))) {
                Instant at = type.view().base().publishedAfter(old.view().base().generation());
                if (at != null) {
                    waiting.putIfAbsent(type.typeUrl(), at);
                }
            }
        }
    }

    private static String nonce(TypeState type) {
        Outstanding sent = type.outstanding();
        return sent == null ? "" : sent.nonce();
    }

    /** A response has left. */
    void sent(String typeUrl) {
        Instant since = waiting.remove(typeUrl);
        if (since != null) {
            sent.putIfAbsent(typeUrl, since);
        }
    }

    /** A response was answered: when what it brought was published, or null if it brought nothing of the kind. */
    @Nullable
    Instant answered(String typeUrl) {
        return sent.remove(typeUrl);
    }
}
