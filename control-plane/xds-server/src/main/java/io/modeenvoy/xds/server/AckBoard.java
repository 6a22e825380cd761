package io.modeenvoy.xds.server;

import io.modeenvoy.xds.server.TypeAcks.RejectedResource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Who holds what: the view behind {@code status}. Written by the streams, read by anyone. */
public final class AckBoard implements AckListener {
    private final Map<Long, Board> boards = new ConcurrentHashMap<>();

    /** Every connected client, by id and then by age. */
    public List<NodeAcks> nodes() {
        List<NodeAcks> nodes = new ArrayList<>();
        boards.values().forEach(board -> nodes.add(new NodeAcks(board.node, board.types)));
        nodes.sort(Comparator.comparing((NodeAcks acks) -> acks.node().id())
                .thenComparingLong(acks -> acks.node().stream()));
        return nodes;
    }

    /** How many clients of the group hold exactly this version of the resource. */
    public Programmed programmed(String group, ResourceKey key, String version) {
        int acked = 0;
        int rejected = 0;
        int nodes = 0;
        TreeSet<String> messages = new TreeSet<>();
        for (Board board : boards.values()) {
            TypeAcks acks = board.types.get(key.typeUrl());
            if (acks == null || !board.node.group().equals(group)) {
                continue;
            }
            nodes++;
            acked += acks.holds(key.name(), version) ? 1 : 0;
            RejectedResource rejection = acks.rejection(key.name(), version);
            if (rejection != null) {
                rejected++;
                messages.add(rejection.message());
            }
        }
        return new Programmed(acked, rejected, nodes, List.copyOf(messages));
    }

    /** Whether the group has clients and every one holds exactly this version of the resource. */
    public boolean isAcked(String group, String typeUrl, String name, String version) {
        return programmed(group, new ResourceKey(typeUrl, name), version).everywhere();
    }

    @Override
    public void connected(NodeRef node) {
        boards.put(node.stream(), new Board(node));
    }

    @Override
    public void disconnected(NodeRef node) {
        boards.remove(node.stream());
    }

    @Override
    public void subscribed(NodeRef node, String typeUrl) {
        update(node, typeUrl, UnaryOperator.identity());
    }

    @Override
    public void sent(NodeRef node, Delivery delivery) {
        update(node, delivery.typeUrl(), acks -> acks.sent(delivery));
    }

    @Override
    public void acked(NodeRef node, Delivery delivery) {
        update(node, delivery.typeUrl(), acks -> acks.acked(delivery));
    }

    @Override
    public void nacked(NodeRef node, Delivery delivery, Rejection rejection) {
        update(node, delivery.typeUrl(), acks -> acks.nacked(delivery, rejection));
    }

    @Override
    public void cleared(NodeRef node, String typeUrl, Collection<String> names) {
        update(node, typeUrl, acks -> acks.cleared(names));
    }

    @Override
    public void forced(NodeRef node, String typeUrl) {
        update(node, typeUrl, TypeAcks::waitedInVain);
    }

    /** What that client rejects under that name, or null. */
    @Nullable
    RejectedResource rejection(NodeRef node, String typeUrl, String name) {
        Board board = boards.get(node.stream());
        TypeAcks acks = board == null ? null : board.types.get(typeUrl);
        return acks == null ? null : acks.rejections().get(name);
    }

    private void update(NodeRef node, String typeUrl, UnaryOperator<TypeAcks> change) {
        Board board = boards.get(node.stream());
        if (board != null) {
            board.types.compute(typeUrl, (_, acks) -> change.apply(TypeAcks.orNone(acks)));
        }
    }

    /** One client's types. */
    private static final class Board {
        private final NodeRef node;
        private final Map<String, TypeAcks> types = new ConcurrentHashMap<>();

        Board(NodeRef node) {
            this.node = node;
        }
    }
}
