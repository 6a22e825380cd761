package io.modeenvoy.access;

import org.jspecify.annotations.Nullable;

/** Every way to say no. Clients read the messages: they name what is the caller's own, never what is another tenant's. */
final class Denials {
    static final Denial MISSING = new Denial(
            401,
            "missing_credential",
            "No credential was sent. Send your key as 'Authorization: Bearer me_...' or 'x-api-key: me_...'.");

    static final Denial SEVERAL = new Denial(
            400,
            "several_credentials",
            "More than one credential was sent, so it is not clear who calls. Send exactly one: either one "
                    + "'Authorization: Bearer me_...' or one 'x-api-key: me_...'.");

    static final Denial NO_PEPPER = new Denial(
            503, "keys_unavailable", "Keys cannot be checked at the moment. Try again in a few seconds.", "no_pepper");

    private Denials() {}

    /** The same answer for everything that is wrong with a credential itself: the client learns nothing about other people's keys. */
    static Denial invalid(String detail) {
        return new Denial(
                401,
                "invalid_credential",
                "The credential is not valid: it is unknown, mistyped, expired, not yet valid or revoked. Check that "
                        + "the whole key was copied, or ask for a new one.",
                detail);
    }

    /** What was sent is not even of our format: saying so tells nothing about anybody's key, and helps. */
    static Denial noKey(String detail) {
        return new Denial(
                401,
                "invalid_credential",
                "What was sent is no key of this gateway: those start with 'me_'. Send yours as 'Authorization: Bearer "
                        + "me_...' or 'x-api-key: me_...'.",
                detail);
    }

    static Denial addressNotAllowed(@Nullable String address) {
        return new Denial(
                403,
                "address_not_allowed",
                "The key may not be used from the address " + (address == null ? "(unknown)" : address)
                        + ". Call from an allowed network, or have the address added to the key's allowedCIDRs.");
    }

    static Denial consumerSuspended(String consumer) {
        return new Denial(
                403,
                "consumer_suspended",
                "The consumer " + consumer + " is suspended. Ask the administrators of its tenant.");
    }

    /** The caller's own tenant. */
    static Denial tenantSuspended(String tenant) {
        return new Denial(
                403, "tenant_suspended", "The tenant " + tenant + " is suspended. Ask the platform's administrators.");
    }

    /** The route may be of any tenant: it is not named. */
    static Denial routeSuspended() {
        return new Denial(
                403, "tenant_suspended", "The tenant of this route is suspended. Ask the platform's administrators.");
    }

    /** Names the caller's own tenant and nothing else. */
    static Denial notPermitted(String tenant) {
        return new Denial(
                403,
                "not_permitted",
                "The credential is good, but belongs to the tenant " + tenant
                        + "; this route is open to consumers of its own tenant only. Ask the route's owner for access.");
    }

    static Denial unknownRoute() {
        return new Denial(
                403,
                "unknown_route",
                "Nobody may call this route: no access rule for it has arrived. If it was just created, try again; "
                        + "else ask the route's owner to check its status.");
    }
}
