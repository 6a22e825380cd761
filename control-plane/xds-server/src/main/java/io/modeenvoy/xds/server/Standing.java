package io.modeenvoy.xds.server;

import java.util.Comparator;

/** One connected client as it stands at a moment. */
record Standing(NodeRef node, StreamState state) {
    static final Comparator<Standing> ORDER = Comparator.comparing(
                    (Standing standing) -> standing.node().id())
            .thenComparingLong(standing -> standing.node().stream());
}
