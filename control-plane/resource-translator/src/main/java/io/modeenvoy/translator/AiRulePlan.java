package io.modeenvoy.translator;

import io.modeenvoy.crd.AIRouteSpec;
import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.ir.Retry;
import io.modeenvoy.ir.RouteIr.AiTarget;
import io.modeenvoy.ir.Timeouts;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.policy.AiRoutePolicy;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.ProviderPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A rule of an AIRoute, wherever the route hangs.
 *
 * @param selector of the Envoy route
 * @param targets none = no backend can be used: ext-proc answers, Envoy gets no route
 */
record AiRulePlan(
        AiRoutePolicy.Rule policy,
        String selector,
        List<AiTarget> targets,
        Timeouts timeouts,
        @Nullable Retry retry,
        List<ClusterIr> clusters,
        List<EndpointsIr> endpoints,
        List<TlsSecretIr> secrets) {
    AiRulePlan {
        targets = List.copyOf(targets);
        clusters = List.copyOf(clusters);
        endpoints = List.copyOf(endpoints);
        secrets = List.copyOf(secrets);
    }

    /** Whether each attempt is rewritten on its own. */
    boolean attemptLevel() {
        return policy.backends().size() > 1;
    }

    static AiRulePlan of(
            AIRouteSpec.Rule rule,
            String id,
            List<AiRoutePolicy.Match> matches,
            List<AiBackends.Usable> usable,
            Reporter reporter,
            String field) {
        List<AiRoutePolicy.Backend> backends =
                usable.stream().map(AiBackends.Usable::backend).toList();
        boolean several = usable.size() > 1;
        List<ClusterIr> clusters = usable.stream()
                .map(each -> several
                        ? own(each, id, reporter.object())
                        : each.provider().cluster())
                .toList();
        List<AiTarget> targets = targets(backends, clusters);
        Timeouts timeouts = timeouts(rule.timeouts(), reporter, field + ".timeouts");
        Duration firstToken = timeouts.attempt();
        AiRoutePolicy.Rule policy = new AiRoutePolicy.Rule(
                id, matches, backends, firstToken != null && firstToken.isPositive() ? firstToken : null);
        return new AiRulePlan(
                policy,
                policy.selector(name -> provider(usable, name)),
                targets,
                timeouts,
                retry(rule.retry()),
                clusters,
                usable.stream()
                        .flatMap(each -> each.provider().endpoints().stream())
                        .distinct()
                        .toList(),
                usable.stream()
                        .flatMap(each -> each.provider().secrets().stream())
                        .distinct()
                        .toList());
    }

    private static @Nullable ProviderPolicy provider(List<AiBackends.Usable> usable, NamespacedName name) {
        return usable.stream()
                .map(each -> each.provider().policy())
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The provider's cluster for this rule alone, labelled so that the attempt-level stream knows the backend. */
    private static ClusterIr own(AiBackends.Usable usable, String ruleId, ObjectRef origin) {
        ClusterIr cluster = usable.provider().cluster();
        String backend = usable.backend().id();
        return new ClusterIr(
                "airule/" + ruleId + "/" + backend + usable.provider().tag(),
                origin,
                cluster.location(),
                cluster.tls(),
                backend,
                cluster.connectTimeout(),
                cluster.authority(),
                cluster.protocol(),
                cluster.idleTimeout());
    }

    /** One for each backend of the first priority there is, followed by the backends of the later ones. */
    private static List<AiTarget> targets(List<AiRoutePolicy.Backend> backends, List<ClusterIr> clusters) {
        int first = backends.stream()
                .mapToInt(AiRoutePolicy.Backend::priority)
                .min()
                .orElse(0);
        List<Integer> later = new ArrayList<>();
        for (int i = 0; i < backends.size(); i++) {
            if (backends.get(i).priority() > first) {
                later.add(i);
            }
        }
        later.sort(Comparator.comparingInt(index -> backends.get(index).priority()));
        List<AiTarget> targets = new ArrayList<>();
        for (int i = 0; i < backends.size(); i++) {
            if (backends.get(i).priority() == first) {
                List<String> names = new ArrayList<>(List.of(clusters.get(i).name()));
                later.forEach(index -> names.add(clusters.get(index).name()));
                targets.add(new AiTarget(backends.get(i).id(), backends.get(i).weight(), names));
            }
        }
        return targets;
    }

    private static Timeouts timeouts(AIRouteSpec.@Nullable Timeouts written, Reporter reporter, String field) {
        return written == null
                ? Timeouts.NONE
                : new Timeouts(
                        Durations.parse(written.request(), reporter, field + ".request"),
                        Durations.parse(written.idle(), reporter, field + ".idle"),
                        Durations.parse(written.firstToken(), reporter, field + ".firstToken"));
    }

    /** Null = as is usual, which is for xds-translator to say. */
    private static @Nullable Retry retry(AIRouteSpec.@Nullable Retry written) {
        return written == null
                ? null
                : new Retry(
                        written.attempts(),
                        written.conditions().stream().map(AiRulePlan::condition).collect(Collectors.toSet()));
    }

    private static Retry.Condition condition(AIRouteSpec.RetryOn on) {
        return switch (on) {
            case CONNECT_FAILURE -> Retry.Condition.CONNECT_FAILURE;
            case RESET -> Retry.Condition.RESET;
            case SERVER_ERROR -> Retry.Condition.SERVER_ERROR;
            case TOO_MANY_REQUESTS -> Retry.Condition.TOO_MANY_REQUESTS;
        };
    }
}
