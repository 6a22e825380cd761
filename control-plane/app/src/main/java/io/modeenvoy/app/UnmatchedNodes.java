package io.modeenvoy.app;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.modeenvoy.xds.server.AckListener;
import io.modeenvoy.xds.server.NodeRef;
import io.modeenvoy.xds.server.SnapshotStore;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of nodes that claim a group that does not exist; once per node and claim, however often it comes back. */
final class UnmatchedNodes implements AckListener {
    private static final Logger LOG = LoggerFactory.getLogger(UnmatchedNodes.class);
    private static final int REMEMBERED = 1_000;

    private final SnapshotStore store;

    @GuardedBy("this")
    private final Set<String> warned = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED; // nodes may make claims up without end
        }
    });

    UnmatchedNodes(SnapshotStore store) {
        this.store = store;
    }

    /** What is wrong with the claim, or empty; now, as groups come and go. */
    static String warning(SnapshotStore store, NodeRef node) {
        return store.isUnknown(node.group())
                ? "node " + node.id() + " claims group " + node.group() + " (expected: one of "
                        + String.join(", ", store.groups()) + "): it gets nothing"
                : "";
    }

    @Override
    public void unmatched(NodeRef node) {
        if (isNew(node.id() + " " + node.group())) {
            LOG.warn("xds.unmatched node={} group={} reason=\"{}\"", node.id(), node.group(), warning(store, node));
        }
    }

    private synchronized boolean isNew(String claim) {
        return warned.add(claim);
    }
}
