package io.modeenvoy.app;

import java.util.List;

/** Where the fleet and the objects stand; printed as JSON by the admin endpoint. */
public record FleetStatus(List<NodeStatus> nodes, List<ObjectStatus> objects) {
    public FleetStatus {
        nodes = List.copyOf(nodes);
        objects = List.copyOf(objects);
    }

    /** A connected proxy or service. */
    public record NodeStatus(String id, String group, String connectedSince, List<TypeStatus> types) {
        public NodeStatus {
            types = List.copyOf(types);
        }
    }

    /** What a node has of one type; {@code rejections} are its own words, by resource. */
    public record TypeStatus(String typeUrl, String sent, String acked, List<String> rejections) {
        public TypeStatus {
            rejections = List.copyOf(rejections);
        }
    }

    /** An object with its conditions. */
    public record ObjectStatus(String kind, String namespace, String name, List<ConditionView> conditions) {
        public ObjectStatus {
            conditions = List.copyOf(conditions);
        }
    }
}
