package io.modeenvoy.app;

import io.modeenvoy.app.fleet.OtherReplicas;
import io.modeenvoy.k8s.ReplicaNotes;
import io.modeenvoy.xds.server.AckBoard;
import io.modeenvoy.xds.server.Delivery;
import io.modeenvoy.xds.server.HeldResources;
import io.modeenvoy.xds.server.NodeRef;
import io.modeenvoy.xds.server.Rejection;
import io.modeenvoy.xds.server.ResourceKey;
import io.modeenvoy.xds.server.SnapshotStore;
import io.modeenvoy.xds.translator.TypeUrls;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One replica of several, whose clients answer as a test says. */
final class Replica {
    final SnapshotStore store = new SnapshotStore();
    final AckBoard acks = new AckBoard();
    final OtherReplicas others = new OtherReplicas();
    final StatusBoard board = new StatusBoard(store, acks, List::of, others, InstantSource.system());

    private final Publication publication = new Publication(store, new ProxiesFirst(new AckBoard()));
    private long streams;

    Replica serving(Pass pass) {
        publication.publish(pass.xds().groups());
        return this;
    }

    /** A proxy that has only just come. */
    NodeRef node(String id, String group) {
        NodeRef node = new NodeRef(++streams, id, group, group, Instant.EPOCH);
        acks.connected(node);
        TypeUrls.ENVOY.forEach(type -> acks.subscribed(node, type));
        return node;
    }

    /** It has everything that is served now. */
    NodeRef acked(NodeRef node) {
        for (String type : TypeUrls.ENVOY) {
            Map<String, String> versions = versions(node.group(), type);
            acks.acked(
                    node,
                    new Delivery(
                            type, store.version(node.group(), type), List.copyOf(versions.keySet()), versions::get));
        }
        return node;
    }

    private Map<String, String> versions(String group, String type) {
        Map<String, String> versions = new HashMap<>();
        store.resources(group, type).forEach(resource -> versions.put(resource.name(), resource.version()));
        return versions;
    }

    void rejected(NodeRef node, String type, String name, String words) {
        String version = Objects.requireNonNull(store.version(node.group(), new ResourceKey(type, name)));
        acks.nacked(
                node,
                new Delivery(type, "1", List.of(name), HeldResources.NONE),
                new Rejection(Map.of(name, version), true, words));
    }

    /** What it tells the others. */
    String note() {
        return board.report(ReplicaNotes.LONGEST_TEXT);
    }

    /** Another one has told it something. */
    void hears(String text, boolean gone) {
        others.told(Map.of("other", new ReplicaNotes.Note(text, gone)));
    }

    ConditionView programmed(Pass pass, String kind, String name) {
        return board.objects(pass).stream()
                .filter(object -> object.kind().equals(kind) && object.name().equals(name))
                .flatMap(object -> object.conditions().stream())
                .filter(condition -> condition.type().equals("Programmed"))
                .findFirst()
                .orElseThrow();
    }
}
