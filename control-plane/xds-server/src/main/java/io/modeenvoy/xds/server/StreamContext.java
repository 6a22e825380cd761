package io.modeenvoy.xds.server;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;

/** What all streams share. */
record StreamContext(
        SnapshotStore store,
        NodeGroups groups,
        Identities identities,
        AckListener listener,
        XdsMetrics metrics,
        XdsServerOptions options,
        XdsClock clock,
        Executor pool,
        Crowds crowds,
        Set<XdsStream> open) {

    StreamContext(
            SnapshotStore store,
            NodeGroups groups,
            Identities identities,
            AckListener listener,
            XdsMetrics metrics,
            XdsServerOptions options,
            XdsClock clock,
            Executor pool) {
        this(
                store,
                groups,
                identities,
                listener,
                metrics,
                options,
                clock,
                pool,
                new Crowds(store),
                ConcurrentHashMap.newKeySet());
    }

    StreamRules rules() {
        return new StreamRules(options.grace(), options.ackPatience());
    }

    /** A stream's age limit, spread so that not all end at once. */
    Duration age() {
        long millis = options.maxStreamAge().toMillis();
        return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 5 + 1));
    }

    void begun(XdsStream stream) {
        open.add(stream);
        metrics.streams(open.size());
    }

    void ended(XdsStream stream) {
        open.remove(stream);
        metrics.streams(open.size());
    }
}
