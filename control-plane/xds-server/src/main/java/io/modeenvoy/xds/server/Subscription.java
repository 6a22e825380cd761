package io.modeenvoy.xds.server;

import org.pcollections.HashTreePSet;
import org.pcollections.MapPSet;

/**
 * What a client asked for, kept apart from what it was sent.
 *
 * @param wildcard everything, asked for by {@code *} or by the legacy way of naming nothing
 * @param legacy never named anything: only then does naming nothing mean everything
 * @param names asked for one by one
 */
record Subscription(boolean wildcard, boolean legacy, MapPSet<String> names) {
    static final String WILDCARD = "*";
    static final Subscription NONE = new Subscription(false, false, HashTreePSet.empty());
    static final Subscription LEGACY = new Subscription(true, true, HashTreePSet.empty());

    boolean covers(String name) {
        return wildcard || names.contains(name);
    }

    /** Delta: adds names; what was asked for before goes on, the legacy wildcard included. */
    Subscription plus(Iterable<String> more) {
        MapPSet<String> next = names;
        boolean all = wildcard;
        for (String name : more) {
            all |= name.equals(WILDCARD);
            next = name.equals(WILDCARD) ? next : next.plus(name);
        }
        return new Subscription(all, false, next);
    }

    /** Delta: takes names away; those never asked for do no harm. */
    Subscription minus(Iterable<String> fewer) {
        MapPSet<String> next = names;
        boolean all = wildcard;
        for (String name : fewer) {
            all &= !name.equals(WILDCARD);
            next = next.minus(name);
        }
        return new Subscription(all, legacy && all, next);
    }
}
