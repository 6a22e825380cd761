package io.modeenvoy.ir;

import java.time.Duration;
import java.util.List;

/**
 * What a browser may do from other sites.
 *
 * @param methods they may use; {@code *} = every one
 * @param headers they may send; {@code *} = every one
 * @param exposed headers of answers they may read; {@code *} = every one
 * @param maxAge how long a browser remembers that it has asked
 */
public record Cors(
        List<Origin> origins,
        boolean credentials,
        List<String> methods,
        List<String> headers,
        List<String> exposed,
        Duration maxAge) {
    public Cors {
        origins = List.copyOf(origins);
        methods = List.copyOf(methods);
        headers = List.copyOf(headers);
        exposed = List.copyOf(exposed);
    }

    /** Sites. */
    public sealed interface Origin {
        /** Every one. */
        record Any() implements Origin {}

        /** One, as browsers write it: without the port that the scheme has anyway. */
        record Exact(String value) implements Origin {}

        /** All whose host ends like this; the port as browsers write it: {@code :8443}, or nothing. An empty suffix = every host. */
        record HostSuffix(String scheme, String suffix, String port) implements Origin {}
    }
}
