package io.modeenvoy.xds.server;

import java.util.Collection;
import java.util.List;

/**
 * What a client asked for, kept apart from what it was sent.
 *
 * @param wildcard everything, asked for by {@code *} or by the legacy way of naming nothing
 * @param legacy never named anything: only then does naming nothing mean everything
 * @param names asked for one by one
 */
record Subscription(boolean wildcard, boolean legacy, Names names) {
    static final String WILDCARD = "*";
    static final Subscription NONE = new Subscription(false, false, Names.NONE);
    static final Subscription LEGACY = new Subscription(true, true, Names.NONE);

    boolean covers(String name) {
        return wildcard || names.contains(name);
    }

    /** Delta: adds names; what was asked for before goes on, the legacy wildcard included. */
    Subscription plus(Collection<String> more) {
        boolean all = wildcard || more.contains(WILDCARD);
        return new Subscription(all, false, names.plus(withoutStar(more)));
    }

    /** Delta: takes names away; those never asked for do no harm. */
    Subscription minus(Collection<String> fewer) {
        boolean all = wildcard && !fewer.contains(WILDCARD);
        return new Subscription(all, legacy && all, names.minus(fewer));
    }

    /** State of the world: exactly these. */
    static Subscription only(Collection<String> names) {
        return new Subscription(names.contains(WILDCARD), false, Names.of(withoutStar(names)));
    }

    private static List<String> withoutStar(Collection<String> names) {
        return names.stream().filter(name -> !name.equals(WILDCARD)).toList();
    }
}
