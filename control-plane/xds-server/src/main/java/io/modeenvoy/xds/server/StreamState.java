package io.modeenvoy.xds.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Everything the server knows of one stream.
 *
 * @param onlyType the type of a per-type service; empty on the aggregated one
 * @param snapshot the group's content, or null before there is any
 * @param wakeAt when to look again, or null
 */
record StreamState(
        StreamRules rules,
        boolean delta,
        String onlyType,
        @Nullable NodeClaim node,
        @Nullable GroupSnapshot snapshot,
        TreePMap<String, TypeState> types,
        boolean writable,
        long nonces,
        @Nullable Instant wakeAt) {

    static StreamState fresh(StreamRules rules, boolean delta, String onlyType) {
        return new StreamState(rules, delta, onlyType, null, null, TreePMap.empty(), true, 0, null);
    }

    @Nullable
    TypeState type(String typeUrl) {
        return types.get(typeUrl);
    }

    /** The types of this stream in the order in which a change is delivered. */
    List<String> inOrder() {
        List<String> order = new ArrayList<>(types.size());
        for (String type : XdsTypes.ENVOY) {
            if (types.containsKey(type)) {
                order.add(type);
            }
        }
        if (order.size() < types.size()) {
            types.keySet().stream()
                    .filter(type -> !XdsTypes.ENVOY.contains(type))
                    .forEach(order::add);
        }
        return order;
    }

    StreamState withNode(NodeClaim next) {
        return new StreamState(rules, delta, onlyType, next, snapshot, types, writable, nonces, wakeAt);
    }

    StreamState withSnapshot(GroupSnapshot next) {
        return new StreamState(rules, delta, onlyType, node, next, types, writable, nonces, wakeAt);
    }

    StreamState withType(TypeState next) {
        return new StreamState(
                rules, delta, onlyType, node, snapshot, types.plus(next.typeUrl(), next), writable, nonces, wakeAt);
    }

    StreamState withWritable(boolean next) {
        return new StreamState(rules, delta, onlyType, node, snapshot, types, next, nonces, wakeAt);
    }

    StreamState withNonces(long next) {
        return new StreamState(rules, delta, onlyType, node, snapshot, types, writable, next, wakeAt);
    }

    StreamState withWakeAt(@Nullable Instant next) {
        return new StreamState(rules, delta, onlyType, node, snapshot, types, writable, nonces, next);
    }
}
