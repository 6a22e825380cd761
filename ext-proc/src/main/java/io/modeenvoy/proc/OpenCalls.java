package io.modeenvoy.proc;

import com.google.protobuf.ByteString;
import io.modeenvoy.proc.charge.Bounds;
import io.modeenvoy.service.AskingProxy;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Calls whose backend Envoy chooses, kept until an answer comes so that each attempt can be written anew. Thread-safe. */
final class OpenCalls {
    private final Map<String, Kept> calls = new ConcurrentHashMap<>();

    /**
     * A kept call.
     *
     * @param body as the client sent it
     * @param proxy whose call it is
     * @param attempts told of each attempt
     */
    record Kept(Call call, ByteString body, AskingProxy proxy, Beginning attempts) {}

    /** Hears of a call's attempts. */
    @FunctionalInterface
    interface Beginning {
        /** An attempt begins; {@code connected}: on a connection that was open already. */
        void begin(Bounds backend, boolean connected);
    }

    void keep(Kept kept) {
        calls.put(kept.call().id(), kept);
    }

    void forget(String id) {
        calls.remove(id);
    }

    Optional<Kept> find(String id) {
        return Optional.ofNullable(calls.get(id));
    }

    int size() {
        return calls.size();
    }
}
