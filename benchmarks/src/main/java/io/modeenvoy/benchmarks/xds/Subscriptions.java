package io.modeenvoy.benchmarks.xds;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.modeenvoy.xds.server.XdsTypes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What every proxy of a fleet asks for, encoded once. */
public final class Subscriptions {
    private static final String METHOD =
            "/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources";
    private static final byte[] CLUSTERS = XdsTypes.CLUSTER.getBytes(StandardCharsets.US_ASCII);

    private final String group;
    private final ByteBuf opening = Unpooled.unreleasableBuffer(Frames.opening(METHOD));
    private final byte[] listeners = Frames.subscribe("", "", XdsTypes.LISTENER, List.of());
    private final List<byte[]> byName;

    private Subscriptions(String group, List<byte[]> byName) {
        this.group = group;
        this.byName = byName;
    }

    /** Clusters, listeners and resources of one more type by name. */
    public static Subscriptions of(String group, String typeUrl, List<String> names) {
        return new Subscriptions(group, List.of(Frames.subscribe("", "", typeUrl, names)));
    }

    ByteBuf opening() {
        return opening.duplicate();
    }

    byte[] clusters(String node) {
        return Frames.subscribe(node, group, XdsTypes.CLUSTER, List.of());
    }

    byte[] listeners() {
        return listeners;
    }

    List<byte[]> byName() {
        return byName;
    }

    /** How many responses a proxy has had when it has everything. */
    int count() {
        return 2 + byName.size();
    }

    boolean isClusters(byte[] typeUrl) {
        return Arrays.equals(typeUrl, CLUSTERS);
    }
}
