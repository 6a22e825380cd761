package io.modeenvoy.access;

import io.modeenvoy.policy.Caller;

/** Who calls, as far as the credentials tell. It does not depend on the route. */
public sealed interface Authentication {
    /** No credential was sent. */
    record Anonymous() implements Authentication {}

    /** A good credential. */
    record Known(Caller caller) implements Authentication {}

    /** A credential that does not hold: the call ends here, whatever the route asks for. */
    record Failed(Denial denial) implements Authentication {}
}
