package io.modeenvoy.xds.server;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Says when one stream asks for too much. Owned by the stream. */
final class StreamQuota {
    /** Far more than there are; a client that makes types up must not make us remember them. */
    private static final int MOST_TYPES = 100;

    private final StreamLimits limits;
    private final TokenBucket requests;

    StreamQuota(StreamLimits limits, InstantSource clock) {
        this.limits = limits;
        this.requests = new TokenBucket(limits.requestsPerSecond(), limits.burst(), clock);
    }

    /** What is too much about the request, or null. */
    @Nullable
    Refusal check(StreamState state, XdsRequest request) {
        String typeUrl = request.typeUrl().isEmpty() ? state.onlyType() : request.typeUrl();
        TypeState type = state.type(typeUrl);
        if (!answers(type, request) && !requests.take()) {
            return Refusal.limit(
                    "request_rate",
                    "requests: more than " + limits.burst() + " at once (expected: at most "
                            + limits.requestsPerSecond() + " per second; answers do not count)");
        }
        if (type == null && state.types().size() >= MOST_TYPES) {
            return Refusal.limit("types", "type_url: " + MOST_TYPES + " types are asked for (expected: fewer)");
        }
        return names(type, request) > limits.maxNames()
                ? Refusal.limit(
                        "names", typeUrl + ": more than " + limits.maxNames() + " names (expected: fewer, or all by *)")
                : null;
    }

    private static boolean answers(@Nullable TypeState type, XdsRequest request) {
        Outstanding sent = type == null ? null : type.outstanding();
        return sent != null && sent.withNonce(request.nonce()) != null;
    }

    /** How many names are asked for with the request; worked out exactly only when it is a close thing. */
    private int names(@Nullable TypeState type, XdsRequest request) {
        Names before = type == null ? Names.NONE : type.subscription().names();
        return switch (request) {
            case XdsRequest.Sotw sotw -> sotw.names().size();
            case XdsRequest.Delta delta -> {
                int most = before.size() + delta.subscribe().size();
                yield most <= limits.maxNames()
                        ? most
                        : before.minus(delta.unsubscribe())
                                .plus(delta.subscribe())
                                .size();
            }
        };
    }
}
