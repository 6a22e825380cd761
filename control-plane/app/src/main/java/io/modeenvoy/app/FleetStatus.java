package io.modeenvoy.app;

import java.util.List;

/** Where the fleet and the objects stand; printed as JSON by the admin endpoint. */
public record FleetStatus(List<NodeStatus> nodes, List<ObjectStatus> objects, List<Refusal> refusals) {
    public FleetStatus {
        nodes = List.copyOf(nodes);
        objects = List.copyOf(objects);
        refusals = List.copyOf(refusals);
    }

    FleetStatus(List<NodeStatus> nodes, List<ObjectStatus> objects) {
        this(nodes, objects, List.of());
    }

    /** The same with the clients that were sent away. */
    public FleetStatus withRefusals(List<Refusal> clients) {
        return new FleetStatus(nodes, objects, clients);
    }

    /**
     * A client that was sent away because its certificate may not claim to be that node.
     *
     * @param last when it last tried
     * @param times how often it tried
     */
    public record Refusal(String nodeId, String group, String identity, String reason, String last, long times) {}

    /**
     * A connected proxy or service.
     *
     * @param replica that it is connected to; empty = the one that was asked. Of the others' clients is known what they lack and what they rejected
     * @param dialect {@code delta} or {@code sotw}; empty when it is gone in this moment
     * @param warning why it gets nothing; empty when all is well
     */
    public record NodeStatus(
            String replica,
            String id,
            String group,
            String connectedSince,
            String dialect,
            String warning,
            List<TypeStatus> types) {
        public NodeStatus {
            types = List.copyOf(types);
        }
    }

    /**
     * What a node has of one type.
     *
     * @param pending resources it lacks, or should not have any more, that were not sent yet
     * @param unansweredSince when the response left that it has not answered; empty if there is none
     * @param forced how often others did not wait for its ACK any longer
     * @param rejections its own words, by resource
     */
    public record TypeStatus(
            String typeUrl,
            String sent,
            String acked,
            int pending,
            String unansweredSince,
            long forced,
            List<String> rejections) {
        public TypeStatus {
            rejections = List.copyOf(rejections);
        }
    }

    /**
     * An object with its conditions.
     *
     * @param proxies of those that need it, how many have all of it: {@code 2/3}; in all replicas
     * @param services the same
     */
    public record ObjectStatus(
            String kind,
            String namespace,
            String name,
            List<ConditionView> conditions,
            String proxies,
            String services) {
        public ObjectStatus {
            conditions = List.copyOf(conditions);
        }
    }
}
