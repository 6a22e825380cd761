package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.HeaderChanges;
import io.modeenvoy.ir.HttpAction;
import io.modeenvoy.ir.HttpAction.WeightedCluster;
import io.modeenvoy.policy.NamespacedName;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The backends of an HTTPRoute's rules; gathers the clusters they need. */
final class HttpBackends {
    private final Scope scope;
    private final Reporter reporter;
    private final String namespace;
    private final SortedMap<String, ClusterIr> clusters = new TreeMap<>();
    private final SortedMap<String, EndpointsIr> endpoints = new TreeMap<>();

    HttpBackends(Scope scope, Reporter reporter, String namespace) {
        this.scope = scope;
        this.reporter = reporter;
        this.namespace = namespace;
    }

    List<ClusterIr> clusters() {
        return List.copyOf(clusters.values());
    }

    List<EndpointsIr> endpoints() {
        return List.copyOf(endpoints.values());
    }

    /** Forwards to the backends that can be resolved; the share of the others answers 500, and so does a rule without any. */
    HttpAction forward(List<HTTPBackendRef> refs, HttpAction.@Nullable Rewrite rewrite, String field) {
        List<WeightedCluster> targets = new ArrayList<>();
        for (int i = 0; i < refs.size(); i++) {
            WeightedCluster target = target(refs.get(i), field + ".backendRefs[" + i + "]");
            if (target.weight() > 0) {
                targets.add(target);
            }
        }
        long unresolved = targets.stream()
                .filter(target -> target.cluster().equals(HttpAction.UNRESOLVED))
                .count();
        if (unresolved == targets.size()) {
            return new HttpAction.Respond(500, "");
        }
        return new HttpAction.Forward(targets, rewrite);
    }

    private WeightedCluster target(HTTPBackendRef ref, String field) {
        int weight = ref.getWeight() == null ? 1 : Math.max(0, ref.getWeight());
        HttpFilters filters = HttpFilters.ofBackend(ref.getFilters(), reporter, field);
        String cluster = filters.sound() ? resolve(ref, field) : HttpAction.UNRESOLVED;
        return cluster.equals(HttpAction.UNRESOLVED)
                ? new WeightedCluster(cluster, weight, HeaderChanges.NONE, HeaderChanges.NONE)
                : new WeightedCluster(cluster, weight, filters.request(), filters.response());
    }

    private String resolve(HTTPBackendRef ref, String field) {
        String group = ref.getGroup() == null ? "" : ref.getGroup();
        String kind = ref.getKind() == null ? "Service" : ref.getKind();
        if (!group.isEmpty() || !kind.equals("Service")) {
            String written = group.isEmpty() ? kind : kind + " of " + group;
            reporter.unresolved(field + ".kind", Reasons.INVALID_KIND, written + " (expected: Service)");
            return HttpAction.UNRESOLVED;
        }
        if (ref.getName() == null || ref.getName().isEmpty()) {
            reporter.unresolved(field + ".name", Reasons.BACKEND_NOT_FOUND, "absent (expected: the name of a Service)");
            return HttpAction.UNRESOLVED;
        }
        String target = ref.getNamespace() == null ? namespace : ref.getNamespace();
        var from = new ReferenceGrants.From(Groups.GATEWAY_API, "HTTPRoute", namespace);
        var to = new ReferenceGrants.To("", "Service", target, ref.getName());
        if (!ReferenceGrants.permit(scope, from, to)) {
            reporter.unresolved(field + ".namespace", Reasons.REF_NOT_PERMITTED, ReferenceGrants.expectation(from, to));
            return HttpAction.UNRESOLVED;
        }
        if (ref.getPort() == null) {
            reporter.unresolved(
                    field + ".port",
                    Reasons.UNSUPPORTED_VALUE,
                    "absent (expected: a port of Service " + target + "/" + ref.getName() + ")");
            return HttpAction.UNRESOLVED;
        }
        return resolve(new Services(new NamespacedName(target, ref.getName()), ref.getPort()), field);
    }

    private String resolve(Services service, String field) {
        return switch (scope.ask(service)) {
            case Services.Backend.Unresolved(var part, var reason, var message) -> {
                reporter.unresolved(field + "." + part, reason, message);
                yield HttpAction.UNRESOLVED;
            }
            case Services.Backend.Resolved(var cluster, var hosts) -> {
                clusters.put(cluster.name(), cluster);
                endpoints.put(hosts.name(), hosts);
                yield cluster.name();
            }
        };
    }
}
