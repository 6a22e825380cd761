package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.AllowedListeners;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.AllowedRoutes;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.RouteGroupKind;
import io.modeenvoy.policy.RouteRef;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a listener's {@code allowedRoutes} says. */
final class AllowedKinds {
    private AllowedKinds() {}

    /** The kinds of routes it takes; unknown ones are reported. */
    static Set<RouteRef.Kind> of(@Nullable AllowedRoutes allowed, Reporter reporter, String field) {
        List<RouteGroupKind> written = allowed == null ? List.of() : allowed.getKinds();
        if (written.isEmpty()) {
            return EnumSet.allOf(RouteRef.Kind.class);
        }
        EnumSet<RouteRef.Kind> kinds = EnumSet.noneOf(RouteRef.Kind.class);
        for (int i = 0; i < written.size(); i++) {
            RouteGroupKind kind = written.get(i);
            if (is(kind, Groups.GATEWAY_API, "HTTPRoute")) {
                kinds.add(RouteRef.Kind.HTTP_ROUTE);
            } else if (is(kind, Groups.GATEWAY_API, "GRPCRoute")) {
                kinds.add(RouteRef.Kind.GRPC_ROUTE);
            } else if (is(kind, Groups.OURS, "AIRoute")) {
                kinds.add(RouteRef.Kind.AI_ROUTE);
            } else {
                reporter.unresolved(
                        field + ".allowedRoutes.kinds[" + i + "].kind",
                        Reasons.INVALID_ROUTE_KINDS,
                        kind.getKind() + " (expected: HTTPRoute or GRPCRoute of " + Groups.GATEWAY_API
                                + ", or AIRoute of " + Groups.OURS + ")");
            }
        }
        return kinds;
    }

    private static boolean is(RouteGroupKind written, String group, String kind) {
        String writtenGroup = written.getGroup() == null ? Groups.GATEWAY_API : written.getGroup();
        return group.equals(writtenGroup) && kind.equals(written.getKind());
    }

    /** The namespaces it takes routes from. */
    static ListenerPlan.From from(@Nullable AllowedRoutes allowed) {
        return allowed == null || allowed.getNamespaces() == null
                ? new ListenerPlan.From.Same()
                : from(
                        allowed.getNamespaces().getFrom(),
                        allowed.getNamespaces().getSelector(),
                        new ListenerPlan.From.Same());
    }

    /** The namespaces a Gateway takes ListenerSets from: none, unless it says so. */
    static ListenerPlan.From from(@Nullable AllowedListeners allowed) {
        return allowed == null || allowed.getNamespaces() == null
                ? new ListenerPlan.From.Nowhere()
                : from(
                        allowed.getNamespaces().getFrom(),
                        allowed.getNamespaces().getSelector(),
                        new ListenerPlan.From.Nowhere());
    }

    private static ListenerPlan.From from(
            @Nullable String written, @Nullable LabelSelector selector, ListenerPlan.From absent) {
        return switch (written) {
            case null -> absent;
            case "All" -> new ListenerPlan.From.All();
            case "Same" -> new ListenerPlan.From.Same();
            case "Selector" ->
                selector == null ? new ListenerPlan.From.Nowhere() : new ListenerPlan.From.Labelled(selector);
            default -> new ListenerPlan.From.Nowhere();
        };
    }
}
