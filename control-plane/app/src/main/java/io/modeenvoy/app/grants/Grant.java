package io.modeenvoy.app.grants;

import java.util.List;
import java.util.Set;

/**
 * What the holders of a certificate may do.
 *
 * @param identity a name in the certificate with its kind in front: {@code uri:}, {@code dns:} or {@code cn:}
 * @param groups node groups it may claim
 * @param nodeIds node ids it may claim
 * @param introspect whether it may look at what all nodes hold
 */
public record Grant(Wildcard identity, List<Wildcard> groups, List<Wildcard> nodeIds, boolean introspect) {
    public Grant {
        groups = List.copyOf(groups);
        nodeIds = List.copyOf(nodeIds);
    }

    boolean covers(Set<String> names) {
        return names.stream().anyMatch(identity::matches);
    }

    boolean allows(String nodeId, String group) {
        return allows(group) && nodeIds.stream().anyMatch(pattern -> pattern.matches(nodeId));
    }

    boolean allows(String group) {
        return groups.stream().anyMatch(pattern -> pattern.matches(group));
    }

    /** What it allows, in words. */
    String words() {
        String nodes = groups.isEmpty() ? "" : "nodes " + nodeIds + " of groups " + groups;
        return introspect ? nodes + (nodes.isEmpty() ? "" : " and ") + "introspection" : nodes;
    }
}
