package io.modeenvoy.crd;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Headers that a resource must not set, add or remove: the one list for every place where a resource names a header of a message. To match them is no harm, but for
 * {@link Group#OURS}, which no client can send.
 *
 * <p>Not on it, with reasons: {@code authorization} and {@code cookie}, which an upstream may need, and which no service of ours reads after a route has changed them; {@code x-real-ip} and
 * {@code via}, which Envoy neither writes nor trusts, so that a route which removes them protects its upstream.
 */
public final class ReservedHeaders {
    private static final String HOST_NAME = "host";
    private static final String FRAMING_NAMES =
            "connection|content-length|expect|http2-settings|keep-alive|proxy-connection|te|trailer|transfer-encoding|upgrade";
    private static final String OUR_NAMES = "x-modeenvoy-.*";
    private static final String ORIGIN_NAMES = "cdn-loop|forwarded|x-envoy-.*|x-forwarded-.*|x-request-id";

    /** All that a header of requests must not be called, for the rule of a schema. A token has no colon. */
    static final String OF_REQUESTS =
            "(?i)^(" + HOST_NAME + "|" + FRAMING_NAMES + "|" + OUR_NAMES + "|" + ORIGIN_NAMES + ")$";

    /** By which a client proves who it is here or elsewhere on our host. */
    private static final String CREDENTIAL_NAMES = "authorization|proxy-authorization|cookie|x-api-key|api-key";

    /** What the gateway says of the body it sends, and of the answer it can read. */
    private static final String BODY_NAMES = "content-type|content-encoding|accept-encoding";

    /** All that a header which goes from a client to a provider must not be called, for the rule of a schema. */
    static final String OF_CALLERS = "(?i)^(" + HOST_NAME + "|" + FRAMING_NAMES + "|" + OUR_NAMES + "|" + ORIGIN_NAMES
            + "|" + CREDENTIAL_NAMES + "|" + BODY_NAMES + ")$";

    private static final Pattern CALLERS = Pattern.compile(OF_CALLERS);

    private ReservedHeaders() {}

    /** Whether a header of a client's may be let through to a provider. */
    public static boolean mayReachProviders(String name) {
        return !CALLERS.matcher(name.replace('_', '-')).matches();
    }

    /** Why a header is reserved. */
    public enum Group {
        /** Parts of the request and status line: to change them is to change method, path, host or status past all checks. */
        PSEUDO(":.*", "that is no part of the request line; URLRewrite and RequestRedirect change path and host"),
        /** Envoy rejects a whole route table that changes it. */
        HOST(HOST_NAME, "other than host; URLRewrite changes the host"),
        /** Where a message ends, and what a connection is used for: a wrong word makes one message two, the second in another caller's name. */
        FRAMING(FRAMING_NAMES, "that does not frame messages; the proxies settle those among themselves"),
        /** Who calls, as we found, and which rule was chosen: upstreams and Envoy believe it. */
        OURS(OUR_NAMES, "other than x-modeenvoy-*; by those the gateway alone says who calls"),
        /** Where a call came from, under which id it is logged, and how Envoy shall treat it. */
        ORIGIN(ORIGIN_NAMES, "that does not say where a call comes from; Envoy alone writes those");

        private final Pattern names;
        private final String expected;

        Group(String names, String expected) {
            this.names = Pattern.compile(names, Pattern.CASE_INSENSITIVE);
            this.expected = expected;
        }

        /** Whether it holds a header of that name, in any case; servers of CGI and its kin read an underscore as a dash. */
        public boolean holds(String name) {
            return names.matcher(name.replace('_', '-')).matches();
        }

        /** What should stand there instead, after {@code expected: }. */
        public String expected() {
            return "the name of a header " + expected;
        }
    }

    /** Why a header of requests to upstreams must not be changed; empty if it may be. */
    public static Optional<Group> ofRequests(String name) {
        return Arrays.stream(Group.values()).filter(group -> group.holds(name)).findFirst();
    }

    /** The same for responses to clients, which believe no word of them on where a call came from. */
    public static Optional<Group> ofResponses(String name) {
        return ofRequests(name).filter(group -> group != Group.ORIGIN);
    }
}
