package io.modeenvoy.app;

import io.modeenvoy.crd.Printable;
import io.modeenvoy.xds.server.AckBoard;
import io.modeenvoy.xds.server.ClientStatus;
import io.modeenvoy.xds.server.NodeAcks;
import io.modeenvoy.xds.server.SnapshotStore;
import io.modeenvoy.xds.server.TypeAcks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Joins what the fleet said with what is under way to it. */
final class NodeBoard {
    private static final ClientStatus.TypeStatus QUIET = new ClientStatus.TypeStatus("", false, 0, 0, null);

    private final SnapshotStore store;
    private final AckBoard acks;
    private final Supplier<List<ClientStatus>> clients;

    NodeBoard(SnapshotStore store, AckBoard acks, Supplier<List<ClientStatus>> clients) {
        this.store = store;
        this.acks = acks;
        this.clients = clients;
    }

    List<FleetStatus.NodeStatus> nodes() {
        Map<Long, ClientStatus> byStream = new HashMap<>();
        clients.get().forEach(client -> byStream.put(client.node().stream(), client));
        return acks.nodes().stream()
                .map(node -> node(node, byStream.get(node.node().stream())))
                .toList();
    }

    private FleetStatus.NodeStatus node(NodeAcks node, @Nullable ClientStatus client) {
        Map<String, ClientStatus.TypeStatus> underWay = new HashMap<>();
        if (client != null) {
            client.types().forEach(type -> underWay.put(type.typeUrl(), type));
        }
        List<FleetStatus.TypeStatus> types = new ArrayList<>();
        new TreeMap<>(node.types())
                .forEach((typeUrl, type) -> types.add(type(typeUrl, type, underWay.getOrDefault(typeUrl, QUIET))));
        return new FleetStatus.NodeStatus(
                "",
                node.node().id(),
                node.node().group(),
                node.node().since().toString(),
                client == null ? "" : client.delta() ? "delta" : "sotw",
                UnmatchedNodes.warning(store, node.node()),
                types);
    }

    private static FleetStatus.TypeStatus type(String typeUrl, TypeAcks acks, ClientStatus.TypeStatus underWay) {
        Instant unanswered = underWay.unansweredSince();
        return new FleetStatus.TypeStatus(
                typeUrl,
                acks.sentVersion(),
                acks.ackedVersion(),
                underWay.pending(),
                unanswered == null ? "" : unanswered.toString(),
                acks.forced(),
                new TreeMap<>(acks.rejections())
                        .entrySet().stream()
                                .map(rejection -> rejection.getKey() + ": "
                                        + Printable.of(rejection.getValue().message()))
                                .toList());
    }
}
