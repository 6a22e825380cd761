package io.modeenvoy.proc;

import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
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

    /** So much earlier than the rule's time to the first token an attempt may seem to end that ended by it: what is told here takes its way. */
    private static final int EARLIER = 10;

    private static final String LATENCY_ATTRIBUTE = "response.backend_latency";

    private final Call call;
    /** What lasted so long was sent, and not ended by an error that came at once. */
    private final Duration patience;
    /** Those that lasted too long to be anything but given up. */
    private final List<Bounds> slow = new ArrayList<>();
    /** The last of those that were sent at once and ended soon: by an error of the provider, or by a reset. */
    private @Nullable Bounds quick;

    private Bounds backend;
    private @Nullable Begun last;
    private @Nullable Instant sent;

    /** An attempt without an end. */
    private record Begun(Bounds backend, boolean connected, Instant since) {}

    Attempts(Call call) {
        this.call = call;
        this.patience = patience(call.firstToken());
        this.backend = call.backends().getFirst();
    }

    private static Duration patience(@Nullable Duration firstToken) {
        Duration first = firstToken == null ? CONNECTING : firstToken.minus(firstToken.dividedBy(EARLIER));
        return first.compareTo(CONNECTING) < 0 ? first : CONNECTING;
    }

    /** The request goes on: to Envoy's choice, or to the only backend. */
    void sent(Instant now) {
        sent = now;
    }

    /** Begins an attempt, which ends the one before. {@code connected}: on a connection that was open already. */
    void begin(Bounds to, boolean connected, Instant now) {
        end(now);
        backend = to;
        last = new Begun(to, connected, now);
    }

    private void end(Instant now) {
        if (last != null && last.since().plus(patience).isBefore(now)) {
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

    /** The answer begins. With one backend nobody tells of the attempts before the last, but Envoy says how long that one took: they had the rest. */
    Bounds answered(ProcessingRequest answer, Instant now) {
        boolean several = Head.number(answer, LocalReply.ATTEMPTS_ATTRIBUTE) > 1;
        if (several && !call.attemptLevel() && sent != null) {
            Duration before = Duration.between(sent, now).minus(Head.duration(answer, LATENCY_ATTRIBUTE));
            if (before.compareTo(patience) > 0) {
                slow.add(backend);
            }
        }
        return answeredBy(Head.attribute(answer, Attempt.BACKEND_ATTRIBUTE));
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
