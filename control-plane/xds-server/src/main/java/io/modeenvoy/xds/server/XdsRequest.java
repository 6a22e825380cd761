package io.modeenvoy.xds.server;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A discovery request without what the server does not look at. */
sealed interface XdsRequest {
    String typeUrl();

    /** Of the response it answers; empty if it answers none. */
    String nonce();

    /** Why the response is rejected, or null. */
    @Nullable
    String error();

    /** Whether the client says that it has not accepted any response of the type yet, on this stream or an earlier one. */
    boolean acceptedNone();

    /** Asks for changes. */
    record Delta(
            String typeUrl,
            String nonce,
            @Nullable String error,
            List<String> subscribe,
            List<String> unsubscribe,
            Map<String, String> initialVersions)
            implements XdsRequest {
        @Override
        public boolean acceptedNone() {
            return false; // it does not say
        }
    }

    /** Asks for the state of the world; {@code names} is the whole subscription. */
    record Sotw(String typeUrl, String nonce, @Nullable String error, List<String> names, String version)
            implements XdsRequest {
        @Override
        public boolean acceptedNone() {
            return version.isEmpty();
        }
    }
}
