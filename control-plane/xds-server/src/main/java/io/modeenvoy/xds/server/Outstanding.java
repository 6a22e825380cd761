package io.modeenvoy.xds.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * A response that has left and is not answered yet.
 *
 * @param upserts names whose resources it set anew; a state-of-the-world response carries more, which the client already has
 * @param before what the client held before
 * @param content what the resources were taken from
 * @param probing it tests one of the groups of suspects of an earlier rejection
 * @param forced nobody waits for it any more
 */
record Outstanding(
        String nonce,
        Set<String> upserts,
        List<String> removals,
        ClientView before,
        TypeSnapshot content,
        Instant sentAt,
        boolean probing,
        boolean forced) {
    Outstanding asForced() {
        return new Outstanding(nonce, upserts, removals, before, content, sentAt, probing, true);
    }

    boolean overdue(Instant now, Duration patience) {
        return !now.isBefore(sentAt.plus(patience));
    }

    String version(String name) {
        Entry entry = content.get(name);
        return entry == null ? "" : entry.version();
    }

    Collection<String> names() {
        if (removals.isEmpty()) {
            return upserts;
        }
        List<String> names = new ArrayList<>(upserts);
        names.addAll(removals);
        return names;
    }
}
