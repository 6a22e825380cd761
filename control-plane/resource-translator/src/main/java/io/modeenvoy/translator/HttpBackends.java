package io.modeenvoy.translator;

import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.HeaderChanges;
import io.modeenvoy.ir.HttpAction;
import io.modeenvoy.ir.HttpAction.WeightedCluster;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.policy.NamespacedName;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The backends of an HTTPRoute's or a GRPCRoute's rules; gathers the clusters they need. */
final class HttpBackends {
    private final Scope scope;
    private final Reporter reporter;
    private final boolean grpc;
    private final SortedMap<String, ClusterIr> clusters = new TreeMap<>();
    private final SortedMap<String, EndpointsIr> endpoints = new TreeMap<>();
    private final SortedMap<String, TlsSecretIr> secrets = new TreeMap<>();
    private final SortedSet<NamespacedName> services = new TreeSet<>();

    HttpBackends(Scope scope, Reporter reporter, boolean grpc) {
        this.scope = scope;
        this.reporter = reporter;
        this.grpc = grpc;
    }

    List<ClusterIr> clusters() {
        return List.copyOf(clusters.values());
    }

    List<EndpointsIr> endpoints() {
        return List.copyOf(endpoints.values());
    }

    List<TlsSecretIr> secrets() {
        return List.copyOf(secrets.values());
    }

    List<NamespacedName> services() {
        return List.copyOf(services);
    }

    /** Where a reference leads. */
    private record Target(String cluster, boolean webSockets) {
        private static final Target UNRESOLVED = new Target(HttpAction.UNRESOLVED, false);

        boolean isResolved() {
            return !cluster.equals(HttpAction.UNRESOLVED);
        }
    }

    /** Forwards to the backends that can be resolved; the share of the others answers 500, and so does a rule without any. */
    HttpAction forward(List<WrittenBackend> refs, HttpFilters rule, String field) {
        List<WeightedCluster> targets = new ArrayList<>();
        boolean webSockets = false;
        for (int i = 0; i < refs.size(); i++) {
            WrittenBackend ref = refs.get(i);
            String at = field + ".backendRefs[" + i + "]";
            HttpFilters filters = HttpFilters.ofBackend(ref.filters(), reporter, at);
            Target target = resolve(ref, at);
            if (ref.weight() > 0) {
                targets.add(weighted(filters.sound() ? target : Target.UNRESOLVED, ref.weight(), filters));
                webSockets |= target.webSockets();
            }
        }
        new DeadRules(reporter).weights(refs.stream().mapToInt(WrittenBackend::weight), field);
        List<HttpAction.Mirror> mirrors = mirrors(rule.mirrors());
        boolean none = targets.stream().allMatch(target -> target.cluster().equals(HttpAction.UNRESOLVED));
        return none
                ? new HttpAction.Respond(500, "")
                : new HttpAction.Forward(targets, rule.rewrite(), mirrors, webSockets);
    }

    private static WeightedCluster weighted(Target target, int weight, HttpFilters filters) {
        return target.isResolved()
                ? new WeightedCluster(target.cluster(), weight, filters.request(), filters.response())
                : new WeightedCluster(target.cluster(), weight, HeaderChanges.NONE, HeaderChanges.NONE);
    }

    /** A mirror that leads nowhere is left out; the calls themselves go on. */
    private List<HttpAction.Mirror> mirrors(List<HttpMirrors.Wanted> wanted) {
        List<HttpAction.Mirror> mirrors = new ArrayList<>();
        for (HttpMirrors.Wanted each : wanted) {
            Target target = resolve(each.backend(), each.field());
            if (target.isResolved() && each.perMillion() > 0) {
                mirrors.add(new HttpAction.Mirror(target.cluster(), each.perMillion()));
            }
        }
        return mirrors;
    }

    private Target resolve(WrittenBackend ref, String field) {
        String namespace = reporter.object().namespace();
        if (!ref.group().isEmpty() || !ref.kind().equals("Service")) {
            String written = ref.group().isEmpty() ? ref.kind() : ref.kind() + " of " + ref.group();
            reporter.unresolved(field + ".kind", Reasons.INVALID_KIND, written + " (expected: Service)");
            return Target.UNRESOLVED;
        }
        if (ref.name() == null || ref.name().isEmpty()) {
            reporter.unresolved(field + ".name", Reasons.BACKEND_NOT_FOUND, "absent (expected: the name of a Service)");
            return Target.UNRESOLVED;
        }
        String target = ref.namespace() == null ? namespace : ref.namespace();
        var from =
                new ReferenceGrants.From(Groups.GATEWAY_API, reporter.object().kind(), namespace);
        var to = new ReferenceGrants.To("", "Service", target, ref.name());
        if (!ReferenceGrants.permit(scope, from, to)) {
            reporter.unresolved(field + ".namespace", Reasons.REF_NOT_PERMITTED, ReferenceGrants.expectation(from, to));
            return Target.UNRESOLVED;
        }
        if (ref.port() == null) {
            reporter.unresolved(
                    field + ".port",
                    Reasons.UNSUPPORTED_VALUE,
                    "absent (expected: a port of Service " + target + "/" + ref.name() + ")");
            return Target.UNRESOLVED;
        }
        NamespacedName service = new NamespacedName(target, ref.name());
        services.add(service);
        return resolve(new RouteBackends(service, ref.port(), grpc), field);
    }

    private Target resolve(RouteBackends backend, String field) {
        return switch (scope.ask(backend)) {
            case RouteBackends.Backend.Unresolved(var part, var reason, var message) -> {
                reporter.unresolved(field + "." + part, reason, message);
                yield Target.UNRESOLVED;
            }
            case RouteBackends.Backend.Closed(var message) -> {
                reporter.warn(field + ".name", Reasons.INVALID, message);
                yield Target.UNRESOLVED;
            }
            case RouteBackends.Backend.Resolved(var cluster, var hosts, var trusted, var webSockets) -> {
                clusters.put(cluster.name(), cluster);
                endpoints.put(hosts.name(), hosts);
                trusted.forEach(secret -> secrets.put(secret.name(), secret));
                yield new Target(cluster.name(), webSockets);
            }
        };
    }
}
