package io.modeenvoy.testkit.edge;

import java.util.Locale;

/** A model of the gateway under test by the route it takes: how often a request for it reaches each upstream. */
public enum Target {
    /** One backend. */
    ONE(1, 0, 0),
    /** One backend that speaks HTTP/2. */
    SECURE(0, 0, 1),
    /** A backend that fails, then another: each attempt is written anew. */
    TWO(1, 1, 0),
    /** The same, the other speaking HTTP/2. */
    MIXED(0, 1, 1),
    /** One backend that fails, and is tried again. */
    AGAIN(0, 2, 0);

    private final int good;
    private final int failing;
    private final int secure;

    Target(int good, int failing, int secure) {
        this.good = good;
        this.failing = failing;
        this.secure = secure;
    }

    String model() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The upstream's status that the client gets. */
    int status() {
        return this == AGAIN ? 500 : 200;
    }

    /** Requests of one call at the upstream. */
    int requests(Site.Upstream upstream) {
        return switch (upstream) {
            case GOOD -> good;
            case FAILING -> failing;
            case SECURE -> secure;
        };
    }
}
