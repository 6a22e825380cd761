package io.modeenvoy.k8s;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What we have to say about an object, without the times and what others say. */
public sealed interface WantedStatus {
    /** Conditions of the object itself: our own kinds. */
    record OfObject(List<Condition> conditions) implements WantedStatus {
        public OfObject {
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * Of a GatewayClass.
     *
     * @param features by their names in the Gateway API, sorted
     */
    record OfGatewayClass(List<Condition> conditions, List<String> features) implements WantedStatus {
        public OfGatewayClass {
            conditions = List.copyOf(conditions);
            features = List.copyOf(features);
        }
    }

    /** Of a Gateway. */
    record OfGateway(
            List<Condition> conditions, List<Listener> listeners, List<Address> addresses, int attachedListenerSets)
            implements WantedStatus {
        public OfGateway {
            conditions = List.copyOf(conditions);
            listeners = List.copyOf(listeners);
            addresses = List.copyOf(addresses);
        }
    }

    /** Of a ListenerSet. */
    record OfListenerSet(List<Condition> conditions, List<Listener> listeners) implements WantedStatus {
        public OfListenerSet {
            conditions = List.copyOf(conditions);
            listeners = List.copyOf(listeners);
        }
    }

    /** Of a policy of the Gateway API: an entry for each thing it is felt through; what other controllers say stays. */
    record OfPolicy(String controller, List<Parent> ancestors) implements WantedStatus {
        public OfPolicy {
            ancestors = List.copyOf(ancestors);
        }
    }

    /**
     * Of a route of the Gateway API; what other controllers say of its other parents stays.
     *
     * @param controller under whose name we speak
     */
    record OfRoute(String controller, List<Parent> parents) implements WantedStatus {
        public OfRoute {
            parents = List.copyOf(parents);
        }
    }

    /**
     * One thing that is true or not.
     *
     * @param status {@code True}, {@code False} or {@code Unknown}
     */
    record Condition(String type, String status, String reason, String message, long observedGeneration) {}

    /** One listener of a Gateway or a ListenerSet. */
    record Listener(String name, List<RouteKind> supportedKinds, int attachedRoutes, List<Condition> conditions) {
        public Listener {
            supportedKinds = List.copyOf(supportedKinds);
            conditions = List.copyOf(conditions);
        }
    }

    /** A kind of routes. */
    record RouteKind(String group, String kind) {}

    /** Where a Gateway is reached; the type is {@code IPAddress} or {@code Hostname}. */
    record Address(String type, String value) {}

    /** One parentRef, as written but with its defaults; or an ancestor of a policy. */
    record ParentRef(
            String group,
            String kind,
            @Nullable String namespace,
            String name,
            @Nullable String sectionName,
            @Nullable Integer port) {}

    /** What became of one of them. */
    record Parent(ParentRef ref, List<Condition> conditions) {
        public Parent {
            conditions = List.copyOf(conditions);
        }
    }
}
