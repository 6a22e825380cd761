package io.modeenvoy.testkit.edge;

/**
 * How a call ended for its client.
 *
 * @param status 0 = the connection or the stream ended without an answer
 * @param upstream whether an upstream answered
 * @param open whether the connection can take another call
 * @param detail what went wrong, or the answer's body
 */
record Outcome(int status, boolean upstream, boolean open, String detail) {
    static Outcome broken(String why) {
        return new Outcome(0, false, false, why);
    }

    /** Nothing came for too long. */
    static Outcome hung(String why) {
        return new Outcome(-1, false, false, why);
    }

    /** The same on a connection that takes no further call. */
    Outcome closed() {
        return new Outcome(status, upstream, false, detail);
    }

    boolean isHung() {
        return status < 0;
    }

    boolean served() {
        return status == 200 && upstream;
    }
}
