package io.modeenvoy.proc;

import io.modeenvoy.proc.charge.Bounds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of a call whose backend Envoy chooses: where the last one went, and what can be told of those before it. Envoy tells of an attempt before it is
 * connected, and how it ended only of the last one. Owned by its exchange.
 */
final class Attempts {
    /** A little more than the connect timeout of the clusters: what lasted longer was connected, and sent. */
    static final Duration CONNECTING = Duration.ofMillis(5_500);

    private final Call call;
    /** Those that lasted too long to be anything but given up. */
    private final List<Bounds> slow = new ArrayList<>();
    /** The last of those that were sent at once and ended soon: by an error of the provider, or by a reset. */
    private @Nullable Bounds quick;

    private Bounds backend;
    private @Nullable Begun last;

    /** An attempt without an end. */
    private record Begun(Bounds backend, boolean connected, Instant since) {}

    Attempts(Call call) {
        this.call = call;
        this.backend = call.backends().getFirst();
    }

    /** Begins an attempt, which ends the one before. {@code connected}: on a connection that was open already. */
    void begin(Bounds to, boolean connected, Instant now) {
        end(now);
        backend = to;
        last = new Begun(to, connected, now);
    }

    private void end(Instant now) {
        if (last != null && last.since().plus(CONNECTING).isBefore(now)) {
            slow.add(last.backend());
        } else if (last != null && last.connected()) {
            quick = last.backend();
        }
        last = null;
    }

    boolean any() {
        return last != null;
    }

    /** The answer comes from the last attempt, and Envoy says from where; an empty id says nothing. */
    Bounds answeredBy(String id) {
        backend = call.backend(id).orElse(backend);
        return backend;
    }

    /** The backend of the last attempt. */
    Bounds backend() {
        return backend;
    }

    /** Attempts before the last that were sent and given up without an answer. */
    List<Bounds> givenUp() {
        return List.copyOf(slow);
    }

    /** Where the request was or may have been sent, for a call whose last attempt was not. */
    List<Bounds> sentBefore(Instant now) {
        end(now);
        return slow.isEmpty() && quick != null ? List.of(quick) : List.copyOf(slow);
    }
}
