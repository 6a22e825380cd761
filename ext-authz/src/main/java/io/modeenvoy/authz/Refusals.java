package io.modeenvoy.authz;

import io.modeenvoy.access.Denial;
import io.modeenvoy.policy.Names;

/** The denials of this door itself; all others come from {@code access}. */
final class Refusals {
    static final Denial NOT_READY = new Denial(
            503,
            "not_ready",
            "The gateway has just started and does not know its policy yet. Try again in a few seconds.");

    static final Denial NO_ROUTE = new Denial(
            503,
            "route_unnamed",
            "The gateway cannot tell which route this call belongs to, so nobody may use it. Ask the platform's "
                    + "administrators.");

    static final Denial AMBIGUOUS_PATH = new Denial(
            400,
            "ambiguous_path",
            "The path can be read in more than one way. Send it without '//', '.', '..', backslashes and encoded "
                    + "slashes or dots.");

    static final Denial SEVERAL_TOKENS = new Denial(
            400,
            "several_credentials",
            "More than one token was sent, so it is not clear who calls. Send exactly one.");

    private Refusals() {}

    static Denial tooManyHeaders(int count) {
        return new Denial(
                431,
                "too_many_headers",
                "The request has " + count + " headers, the gateway's own included (expected: at most "
                        + Names.MOST_HEADERS_ASKED + ").");
    }
}
