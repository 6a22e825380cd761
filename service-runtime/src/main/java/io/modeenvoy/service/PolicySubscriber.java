package io.modeenvoy.service;

import java.util.Set;

/** One who enforces policy: told of each change of the collections it asks for. */
public interface PolicySubscriber {
    /** Type URLs of the collections. */
    Set<String> typeUrls();

    /**
     * Takes a change over. Called on one thread, at least once for each collection as soon as the control plane answered for it (with an
     * empty change if the collection is empty). Must not block.
     */
    void apply(PolicyChange change);
}
