package io.modeenvoy.translator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeenvoy.crd.Kinds;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.ir.Diagnostic;
import io.modeenvoy.ir.Hostname;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.ir.VirtualHostIr;
import io.modeenvoy.policy.AiEntryPolicy;
import io.modeenvoy.policy.AiRoutePolicy;
import io.modeenvoy.policy.NamespacedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever one tenant writes, changes and removes: what a request of another tenant meets stays as it is, on hostnames of its own and on shared ones. */
final class TenantsKeepApartTest {
    private static final int MOVES = 200;
    private static final Set<String> VICTIMS = Set.of("kept", "loose");
    private static final List<String> PATHS =
            List.of("/", "/shop", "/shop/cart", "/shop/cart/1", "/v1/models", "/other");
    private static final List<String> MODELS = List.of("gpt-4o", "gpt-4o-mini", "llama");
    private static final String DIGEST = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String OURS = "modeenvoy.io/v1alpha1";
    private static final String GATEWAY_API = "gateway.networking.k8s.io/v1";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noChangeOfOneIsSeenByAnother(long seed) {
        Random random = new Random(seed);
        ResourceView view = world();
        Translation translation = ResourceTranslator.translate(view, TranslatorOptions.files(), Memo.empty());
        Map<String, Object> expected = seen(translation);
        Set<String> refusals = new TreeSet<>();
        for (int move = 0; move < MOVES; move++) {
            view = random.nextInt(4) == 0 ? without(view, random) : view.with(evil(random));
            translation = ResourceTranslator.translate(view, TranslatorOptions.files(), translation.memo());
            assertThat(seen(translation)).as("seed %s, move %s", seed, move).isEqualTo(expected);
            translation.diagnostics().forEach(diagnostic -> refusals.add(diagnostic.reason()));
        }
        assertThat(refusals).contains(Reasons.CONFLICTED, Reasons.HOSTNAME_NOT_PERMITTED, Reasons.DUPLICATE);
    }

    /** The tenant kept declares its hostnames, the tenant loose is on shared ones; what they have is older than all that evil writes. */
    private static ResourceView world() {
        List<String> texts = new ArrayList<>();
        texts.add("""
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: edge, namespace: gateways}
                spec:
                  gatewayClassName: modeenvoy
                  allowedListeners: {namespaces: {from: All}}
                  listeners: [{name: http, port: 8080, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}]
                """);
        texts.add(tenant("kept", "namespaces: [kept], hostnames: ['*.kept.example', kept.example]"));
        texts.add(tenant("loose", "namespaces: [loose]"));
        texts.add(tenant("evil", "namespaces: [evil]"));
        texts.add(object(OURS, "Consumer", "evil", "app", 2, "displayName: App"));
        for (String victim : VICTIMS) {
            texts.add(object(OURS, "Consumer", victim, "app", 1, "displayName: App"));
            texts.add(key(victim, "app", 1, victim, DIGEST.replaceFirst("A", victim.substring(0, 1))));
            texts.add(budget(victim, "all", 1, victim));
            texts.add(provider(victim, 1));
            texts.add(aiRoute(victim, "chat", 1, "ai." + victim + ".example", "'gpt-*'"));
            texts.add(httpRoute(victim, "web", 1, "www." + victim + ".example", "/shop", ""));
        }
        return WrittenObjects.view(texts.toArray(String[]::new));
    }

    private static HasMetadata evil(Random random) {
        String name = "e" + random.nextInt(6);
        String victim = random.nextBoolean() ? "kept" : "loose";
        String text = switch (random.nextInt(9)) {
            case 0, 1 ->
                httpRoute("evil", name, 2, host(random), of(random, PATHS), random.nextBoolean() ? "method: GET" : "");
            case 2, 3 -> aiRoute("evil", name, 2, host(random), of(random, "gpt-4o", "llama", "'gpt-4*'", "'*'"));
            case 4 -> key("evil", name, 2, of(random, victim, name), DIGEST.replaceFirst("A", victim.substring(0, 1)));
            case 5 -> budget("evil", name, 2, of(random, victim, "evil"));
            case 6 -> provider("evil", 2);
            case 7 ->
                object(
                        GATEWAY_API,
                        "GRPCRoute",
                        "evil",
                        name,
                        2,
                        "parentRefs: [{name: edge, namespace: gateways}], hostnames: [" + host(random) + "]");
            default ->
                object(
                        GATEWAY_API,
                        "ListenerSet",
                        "evil",
                        name,
                        2,
                        "parentRef: {name: edge, namespace: gateways}, listeners: [{name: one, port: 8080, protocol: HTTP,"
                                + " hostname: " + of(random, "'*.example'", "'*.kept.example'", "www.kept.example")
                                + "}]");
        };
        return WrittenObjects.parse(text).getFirst();
    }

    private static String host(Random random) {
        return of(
                random,
                "",
                "'*.example'",
                "'*.kept.example'",
                "x.kept.example",
                "www.kept.example",
                "www.loose.example",
                "ai.kept.example",
                "ai.loose.example",
                "www.loose.example, ai.loose.example");
    }

    private static ResourceView without(ResourceView view, Random random) {
        record Named(Class<? extends HasMetadata> kind, ObjectName name) {}
        List<Named> named = Kinds.all().stream()
                .flatMap(kind -> view.all(kind.type()).keySet().stream()
                        .filter(name -> name.namespace().equals("evil"))
                        .map(name -> new Named(kind.type(), name)))
                .toList();
        if (named.isEmpty()) {
            return view;
        }
        Named gone = named.get(random.nextInt(named.size()));
        return view.without(gone.kind(), gone.name().namespace(), gone.name().name());
    }

    /** What requests of the victims meet, and what they are told to mend. */
    private static Map<String, Object> seen(Translation translation) {
        Ir ir = translation.ir();
        Map<String, Object> seen = new TreeMap<>();
        for (String victim : VICTIMS) {
            for (String host : List.of("www", "ai", "none")) {
                String full = host + "." + victim + ".example";
                PATHS.forEach(path -> seen.put(full + path, served(ir, full, path)));
            }
            MODELS.forEach(
                    model -> seen.put("ai." + victim + " " + model, chosen(ir, "ai." + victim + ".example", model)));
        }
        ir.clusters().values().stream()
                .filter(cluster -> isVictims(cluster.origin()))
                .forEach(cluster -> seen.put(cluster.name(), cluster));
        ir.policies().values().stream()
                .filter(node -> isVictims(node.origin()) && !(node.policy() instanceof AiEntryPolicy))
                .forEach(node -> seen.put(node.key().toString(), node));
        seen.put(
                "mistakes",
                translation.diagnostics().stream()
                        .filter(diagnostic ->
                                isVictims(diagnostic.object()) && diagnostic.severity() == Diagnostic.Severity.ERROR)
                        .toList());
        return seen;
    }

    private static boolean isVictims(ObjectRef origin) {
        return VICTIMS.contains(origin.namespace()) || VICTIMS.contains(origin.name());
    }

    /** As Envoy does it: the most exact host, then the first route. What no victim serves, others may on hostnames that nobody declares. */
    private static Object served(Ir ir, String host, String path) {
        Optional<RouteIr> found = host(ir, host).stream()
                .flatMap(virtualHost -> virtualHost.routes().stream())
                .filter(route -> switch (route) {
                    case RouteIr.Http http ->
                        Overlap.around(path)
                                .contains(Overlap.element(http.match().path()));
                    case RouteIr.AiEntry entry -> path.startsWith(entry.pathPrefix());
                    case RouteIr.AiRule rule -> false;
                })
                .findFirst();
        boolean own = found.isPresent() && isVictims(found.get().origin());
        return own || host.contains("kept") ? found : "others";
    }

    private static Optional<VirtualHostIr> host(Ir ir, String host) {
        return ir.gateways().stream()
                .flatMap(gateway -> gateway.ports().stream())
                .flatMap(port -> port.listeners().stream())
                .flatMap(listener -> listener.virtualHosts().values().stream())
                .filter(each -> Hostnames.covers(each.hostname(), new Hostname(host)))
                .max(Comparator.comparing(VirtualHostIr::hostname, Hostnames.LEAST_SPECIFIC_FIRST));
    }

    /** As ext-proc does it, for patterns without headers. */
    private static Object chosen(Ir ir, String host, String model) {
        Map<NamespacedName, AiRoutePolicy> routes = ir.policies().values().stream()
                .map(Ir.PolicyNode::policy)
                .filter(AiRoutePolicy.class::isInstance)
                .map(AiRoutePolicy.class::cast)
                .collect(Collectors.toMap(AiRoutePolicy::name, route -> route));
        return ir.policies().values().stream()
                .map(Ir.PolicyNode::policy)
                .filter(AiEntryPolicy.class::isInstance)
                .map(AiEntryPolicy.class::cast)
                .filter(entry -> entry.name().endsWith("/" + host))
                .flatMap(entry -> entry.routes().stream())
                .flatMap(name -> Optional.ofNullable(routes.get(name)).stream())
                .flatMap(route -> route.rules().stream())
                .filter(rule -> fit(rule, model) >= 0)
                .max(Comparator.comparingInt(rule -> fit(rule, model)))
                .map(AiRoutePolicy.Rule::id)
                .filter(id -> VICTIMS.stream().anyMatch(id::startsWith));
    }

    private static int fit(AiRoutePolicy.Rule rule, String model) {
        return rule.matches().stream()
                .flatMap(match -> match.models().stream())
                .filter(pattern -> Overlap.ofModels(pattern, model))
                .mapToInt(pattern -> pattern.endsWith("*") ? pattern.length() : Integer.MAX_VALUE)
                .max()
                .orElse(-1);
    }

    private static String of(Random random, String... values) {
        return values[random.nextInt(values.length)];
    }

    private static String of(Random random, List<String> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static String tenant(String tenant, String spec) {
        return """
                apiVersion: %s
                kind: Tenant
                metadata: {name: %s}
                spec: {%s}
                """.formatted(OURS, tenant, spec);
    }

    private static String object(String api, String kind, String namespace, String name, int month, String spec) {
        return """
                apiVersion: %s
                kind: %s
                metadata: {name: %s, namespace: %s, creationTimestamp: '2026-0%s-01T00:00:00Z'}
                spec: {%s}
                """.formatted(api, kind, name, namespace, month, spec);
    }

    private static String key(String namespace, String name, int month, String keyId, String digest) {
        String spec = "consumerRef: {name: app}, keyId: " + keyId + ", revoked: " + (month == 2)
                + ", digest: {algorithm: HMAC-SHA-256, pepper: '1', value: '" + digest + "'}";
        return object(OURS, "APIKey", namespace, name, month, spec);
    }

    private static String budget(String namespace, String name, int month, String tenant) {
        String limit = "limits: [{unit: Requests, amount: '1', window: {calendar: Day}}]";
        return object(OURS, "Budget", namespace, name, month, "target: {kind: Tenant, name: " + tenant + "}, " + limit);
    }

    private static String provider(String namespace, int month) {
        String spec = "schema: OpenAI, endpoint: {url: 'https://api.openai.example.com/v1'}";
        return object(OURS, "ModelProvider", namespace, "openai", month, spec);
    }

    private static String aiRoute(String namespace, String name, int month, String host, String models) {
        return object(
                OURS,
                "AIRoute",
                namespace,
                name,
                month,
                "parentRefs: [{name: edge, namespace: gateways}], hostnames: [" + host
                        + "], rules: [{name: one, matches: [{models: [" + models
                        + "]}], backendRefs: [{name: openai}]}]");
    }

    private static String httpRoute(String namespace, String name, int month, String host, String path, String more) {
        return object(
                GATEWAY_API,
                "HTTPRoute",
                namespace,
                name,
                month,
                "parentRefs: [{name: edge, namespace: gateways}], hostnames: [" + host
                        + "], rules: [{matches: [{path: {type: PathPrefix, value: " + path + "}"
                        + (more.isEmpty() ? "" : ", " + more)
                        + "}], filters: [{type: RequestRedirect, requestRedirect: {port: 81}}]}]");
    }
}
