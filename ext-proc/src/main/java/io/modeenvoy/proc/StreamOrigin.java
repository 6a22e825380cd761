package io.modeenvoy.proc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.modeenvoy.policy.Names;
import io.modeenvoy.service.AskingProxy;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy says of a stream, by its initial metadata: in a good one, Envoy's configuration.
 *
 * @param entry name of the AiEntryPolicy; null at the attempt level
 * @param level what the stream is about
 * @param proxy who says so
 */
record StreamOrigin(@Nullable String entry, Level level, AskingProxy proxy) {
    static final Context.Key<StreamOrigin> KEY = Context.key("modeenvoy.origin");

    private static final Metadata.Key<String> ENTRY =
            Metadata.Key.of(Names.ENTRY_METADATA, Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> LEVEL =
            Metadata.Key.of(Names.LEVEL_METADATA, Metadata.ASCII_STRING_MARSHALLER);

    /** What a stream is about. */
    enum Level {
        /** A call from its headers to the end of its answer. */
        CALL,
        /** The request of one attempt at an upstream. */
        ATTEMPT,
        /** The answer of one attempt, until it has begun. */
        FIRST_TOKEN;

        private static Level of(@Nullable String written) {
            return switch (written) {
                case Names.ATTEMPT_LEVEL -> ATTEMPT;
                case Names.FIRST_TOKEN_LEVEL -> FIRST_TOKEN;
                case null, default -> CALL;
            };
        }
    }

    /** Puts the origin into the call's context. */
    static final class Interceptor implements ServerInterceptor {
        @Override
        public <Q, P> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, P> call, Metadata headers, ServerCallHandler<Q, P> next) {
            StreamOrigin origin =
                    new StreamOrigin(headers.get(ENTRY), Level.of(headers.get(LEVEL)), AskingProxy.current());
            return Contexts.interceptCall(Context.current().withValue(KEY, origin), call, headers, next);
        }
    }
}
