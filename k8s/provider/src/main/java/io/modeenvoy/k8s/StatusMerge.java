package io.modeenvoy.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modeenvoy.k8s.StatusDraft.Urgency;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares a status as it stands with the one we want, and words the difference. Pure. What others wrote is neither compared nor written, except in lists
 * that can only be written as a whole.
 */
final class StatusMerge {
    private static final Set<String> OUR_CONDITIONS =
            Set.of("Accepted", "PartiallyInvalid", "ResolvedRefs", "Programmed", "Warned");

    private final Conditions hard;
    private final Conditions soft;

    private StatusMerge(Instant now) {
        this.hard = new Conditions(now, false);
        this.soft = new Conditions(now, true);
    }

    /** @param current the whole status as it stands; a missing node = none */
    static StatusDraft draft(JsonNode current, WantedStatus wanted, Instant now) {
        StatusMerge merge = new StatusMerge(now);
        return switch (wanted) {
            case WantedStatus.OfObject object -> merge.object(current, object);
            case WantedStatus.OfGatewayClass gatewayClass -> merge.gatewayClass(current, gatewayClass);
            case WantedStatus.OfGateway gateway -> merge.gateway(current, gateway);
            case WantedStatus.OfListenerSet set -> merge.listenerSet(current, set);
            case WantedStatus.OfRoute route ->
                merge.entries(current, new Entries("parents", "parentRef", route.controller(), route.parents()));
            case WantedStatus.OfPolicy policy ->
                merge.entries(
                        current, new Entries("ancestors", "ancestorRef", policy.controller(), policy.ancestors()));
        };
    }

    private StatusDraft object(JsonNode current, WantedStatus.OfObject wanted) {
        ObjectNode ours = node();
        ours.set("conditions", ourConditions(current, wanted.conditions()));
        ObjectNode status = node();
        status.set("conditions", hard.of(current, wanted.conditions()));
        ObjectNode softened = node();
        softened.set("conditions", soft.of(current, wanted.conditions()));
        return new StatusDraft(urgency(ours, status, softened), status, false);
    }

    private StatusDraft gatewayClass(JsonNode current, WantedStatus.OfGatewayClass wanted) {
        ObjectNode ours = node();
        ours.set("conditions", ourConditions(current, wanted.conditions()));
        ours.set("supportedFeatures", sorted(current.path("supportedFeatures"), "name"));
        ObjectNode status = node();
        status.set("conditions", hard.of(current, wanted.conditions()));
        ArrayNode features = status.putArray("supportedFeatures");
        wanted.features().forEach(feature -> features.addObject().put("name", feature));
        return new StatusDraft(urgency(ours, status, status), status, false);
    }

    private StatusDraft gateway(JsonNode current, WantedStatus.OfGateway wanted) {
        ObjectNode ours = node();
        ours.set("conditions", ourConditions(current, wanted.conditions()));
        ours.set("listeners", sorted(current.path("listeners"), "name", "conditions"));
        ours.set("addresses", array(current.path("addresses")));
        ours.put("attachedListenerSets", current.path("attachedListenerSets").asInt(0));
        ObjectNode status = gateway(hard, current, wanted);
        return new StatusDraft(urgency(ours, status, gateway(soft, current, wanted)), status, false);
    }

    private StatusDraft listenerSet(JsonNode current, WantedStatus.OfListenerSet wanted) {
        ObjectNode ours = node();
        ours.set("conditions", ourConditions(current, wanted.conditions()));
        ours.set("listeners", sorted(current.path("listeners"), "name", "conditions"));
        ObjectNode status = withListeners(hard, current, wanted.conditions(), wanted.listeners());
        ObjectNode softened = withListeners(soft, current, wanted.conditions(), wanted.listeners());
        return new StatusDraft(urgency(ours, status, softened), status, false);
    }

    private static ObjectNode withListeners(
            Conditions conditions,
            JsonNode current,
            List<WantedStatus.Condition> wanted,
            List<WantedStatus.Listener> written) {
        ObjectNode status = node();
        status.set("conditions", conditions.of(current, wanted));
        ArrayNode listeners = status.putArray("listeners");
        written.stream()
                .sorted(Comparator.comparing(WantedStatus.Listener::name))
                .forEach(listener -> listeners.add(listener(conditions, current, listener)));
        return status;
    }

    private static ObjectNode gateway(Conditions conditions, JsonNode current, WantedStatus.OfGateway wanted) {
        ObjectNode status = withListeners(conditions, current, wanted.conditions(), wanted.listeners());
        ArrayNode addresses = status.putArray("addresses");
        wanted.addresses()
                .forEach(address ->
                        addresses.addObject().put("type", address.type()).put("value", address.value()));
        status.put("attachedListenerSets", wanted.attachedListenerSets());
        return status;
    }

    private static ObjectNode listener(Conditions conditions, JsonNode current, WantedStatus.Listener wanted) {
        JsonNode before = find(current.path("listeners"), "name", wanted.name());
        ObjectNode listener = node().put("name", wanted.name()).put("attachedRoutes", wanted.attachedRoutes());
        ArrayNode kinds = listener.putArray("supportedKinds");
        wanted.supportedKinds()
                .forEach(kind -> kinds.addObject().put("group", kind.group()).put("kind", kind.kind()));
        listener.set("conditions", conditions.of(before, wanted.conditions()));
        return listener;
    }

    /** A list that all controllers share, each for its own. */
    private record Entries(String list, String ref, String controller, List<WantedStatus.Parent> wanted) {}

    private StatusDraft entries(JsonNode current, Entries wanted) {
        ArrayNode ours = JsonNodeFactory.instance.arrayNode();
        ArrayNode others = JsonNodeFactory.instance.arrayNode();
        for (JsonNode parent : current.path(wanted.list())) {
            boolean own = parent.path("controllerName").asText().equals(wanted.controller());
            (own ? ours : others).add(own ? withSorted(parent, "conditions") : parent);
        }
        ArrayNode mine = parents(hard, ours, wanted);
        Urgency urgency = urgency(ours, mine, parents(soft, ours, wanted));
        ObjectNode status = node();
        status.putArray(wanted.list()).addAll(others).addAll(mine);
        return new StatusDraft(urgency, status, true);
    }

    private static ArrayNode parents(Conditions conditions, ArrayNode ours, Entries wanted) {
        ArrayNode parents = JsonNodeFactory.instance.arrayNode();
        for (WantedStatus.Parent parent : wanted.wanted()) {
            ObjectNode ref = ref(parent.ref());
            JsonNode before = JsonNodeFactory.instance.missingNode();
            for (JsonNode candidate : ours) {
                before = candidate.path(wanted.ref()).equals(ref) ? candidate : before;
            }
            ObjectNode entry = parents.addObject();
            entry.set(wanted.ref(), ref);
            entry.put("controllerName", wanted.controller());
            entry.set("conditions", conditions.of(before, parent.conditions()));
        }
        return parents;
    }

    private static ObjectNode ref(WantedStatus.ParentRef ref) {
        ObjectNode node =
                node().put("group", ref.group()).put("kind", ref.kind()).put("name", ref.name());
        if (ref.namespace() != null) {
            node.put("namespace", ref.namespace());
        }
        if (ref.sectionName() != null) {
            node.put("sectionName", ref.sectionName());
        }
        if (ref.port() != null) {
            node.put("port", ref.port());
        }
        return node;
    }

    private static Urgency urgency(JsonNode ours, JsonNode hard, JsonNode soft) {
        if (ours.equals(hard)) {
            return Urgency.NONE;
        }
        return ours.equals(soft) ? Urgency.LATER : Urgency.NOW;
    }

    /** Those of the types we write, whether we want them now or not. */
    private static ArrayNode ourConditions(JsonNode current, List<WantedStatus.Condition> wanted) {
        Set<String> types = new TreeSet<>(OUR_CONDITIONS);
        wanted.forEach(condition -> types.add(condition.type()));
        ArrayNode ours = JsonNodeFactory.instance.arrayNode();
        for (JsonNode condition : sorted(current.path("conditions"), "type")) {
            if (types.contains(condition.path("type").asText())) {
                ours.add(condition);
            }
        }
        return ours;
    }

    private static ArrayNode sorted(JsonNode list, String key, String... inner) {
        List<JsonNode> items = new ArrayList<>();
        list.forEach(item -> items.add(inner.length == 0 ? item : withSorted(item, inner[0])));
        items.sort(Comparator.comparing(item -> item.path(key).asText()));
        return JsonNodeFactory.instance.arrayNode().addAll(items);
    }

    /** With its conditions by type. */
    private static JsonNode withSorted(JsonNode item, String field) {
        ObjectNode copy = item.deepCopy();
        copy.set(field, sorted(item.path(field), "type"));
        return copy;
    }

    private static ArrayNode array(JsonNode list) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        list.forEach(array::add);
        return array;
    }

    static JsonNode find(JsonNode list, String key, String value) {
        for (JsonNode item : list) {
            if (item.path(key).asText().equals(value)) {
                return item;
            }
        }
        return JsonNodeFactory.instance.missingNode();
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
