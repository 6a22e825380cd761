package io.modeenvoy.translator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeenvoy.crd.AIRoute;
import io.modeenvoy.crd.ModelProvider;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.VirtualHostIr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What one changed object lets stand. */
final class TranslationMemoTest {
    private static final String GATEWAY = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: gateways}
            spec:
              gatewayClassName: modeenvoy
              listeners: [{name: http, port: 8080, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}]
            """;

    private static String provider(String name, String host) {
        return """
            apiVersion: modeenvoy.io/v1alpha1
            kind: ModelProvider
            metadata: {name: %s, namespace: payments}
            spec: {schema: OpenAI, endpoint: {url: "https://%s/v1"}}
            """.formatted(name, host);
    }

    private static String route(String name, String host, String provider) {
        return """
            apiVersion: modeenvoy.io/v1alpha1
            kind: AIRoute
            metadata: {name: %s, namespace: payments}
            spec:
              parentRefs: [{name: edge, namespace: gateways}]
              hostnames: [%s]
              rules: [{name: all, backendRefs: [{name: %s}]}]
            """.formatted(name, host, provider);
    }

    private static final ResourceView VIEW = WrittenObjects.view(
            GATEWAY,
            provider("openai", "api.openai.com"),
            provider("anthropic", "api.anthropic.com"),
            route("a", "a.example.com", "openai"),
            route("b", "b.example.com", "anthropic"));

    private static Translation translate(ResourceView view, Memo memo) {
        return ResourceTranslator.translate(view, TranslatorOptions.files(), memo);
    }

    private static HasMetadata changed(String yaml) {
        return WrittenObjects.parse(yaml).getFirst();
    }

    private static VirtualHostIr host(Ir ir, int index) {
        return ir.gateways().getFirst().ports().getFirst().listeners().getFirst().virtualHosts().values().stream()
                .skip(index)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothingChangedGivesTheSameInstance() {
        Translation first = translate(VIEW, Memo.empty());
        assertThat(translate(VIEW, first.memo()).ir()).isSameAs(first.ir());
    }

    @Test
    void anotherHostKeepsItsInstanceWhenARouteChanges() {
        Translation first = translate(VIEW, Memo.empty());
        Translation second = translate(VIEW.with(changed(route("a", "a.example.com", "anthropic"))), first.memo());
        assertThat(host(second.ir(), 0)).isNotEqualTo(host(first.ir(), 0));
        assertThat(host(second.ir(), 1)).isSameAs(host(first.ir(), 1));
    }

    @Test
    void aChangedProviderChangesItsClusterAndNoRoute() {
        Translation first = translate(VIEW, Memo.empty());
        Translation second = translate(VIEW.with(changed(provider("openai", "eu.openai.com"))), first.memo());
        assertThat(second.ir().gateways().getFirst())
                .isSameAs(first.ir().gateways().getFirst());
        assertThat(cluster(second, "openai")).isNotEqualTo(cluster(first, "openai"));
        assertThat(cluster(second, "anthropic")).isSameAs(cluster(first, "anthropic"));
    }

    @Test
    void anEqualObjectOfANewRevisionChangesNothing() {
        Translation first = translate(VIEW, Memo.empty());
        Translation second = translate(VIEW.with(changed(provider("openai", "api.openai.com"))), first.memo());
        assertThat(second.ir()).isSameAs(first.ir());
    }

    @Test
    void aRemovedObjectIsForgotten() {
        Translation first = translate(VIEW, Memo.empty());
        Translation second = translate(VIEW.without(AIRoute.class, "payments", "a"), first.memo());
        assertThat(second)
                .usingRecursiveComparison()
                .ignoringFields("memo")
                .isEqualTo(translate(VIEW.without(AIRoute.class, "payments", "a"), Memo.empty()));
        assertThat(second.memo().size()).isLessThan(first.memo().size());
    }

    @Test
    void aMistakeIsSaidUntilItIsMended() {
        Translation broken = translate(VIEW.without(ModelProvider.class, "payments", "openai"), Memo.empty());
        assertThat(broken.diagnostics()).hasSize(1);
        Translation still = translate(
                VIEW.without(ModelProvider.class, "payments", "openai")
                        .with(changed(provider("third", "third.example.com"))),
                broken.memo());
        assertThat(still.diagnostics()).isEqualTo(broken.diagnostics());
        assertThat(translate(VIEW, still.memo()).diagnostics()).isEmpty();
    }

    @Test
    void aMemoGivenTwiceCountsAsEmptyTheSecondTime() {
        Memo memo = translate(VIEW, Memo.empty()).memo();
        Translation first = translate(VIEW, memo);
        Translation second = translate(VIEW, memo);
        assertThat(second.ir()).isEqualTo(first.ir()).isNotSameAs(first.ir());
    }

    @Test
    void otherOptionsForgetEverything() {
        Translation files = translate(VIEW, Memo.empty());
        Translation cluster = ResourceTranslator.translate(VIEW, TranslatorOptions.cluster(), files.memo());
        assertThat(cluster.ir().gateways()).isEmpty();
    }

    @Test
    void theInputIsTheSameAfterwards() {
        String before = Serialization.asYaml(VIEW.list(AIRoute.class));
        translate(VIEW, Memo.empty());
        assertThat(Serialization.asYaml(VIEW.list(AIRoute.class))).isEqualTo(before);
    }

    /** The memo must never show in the result: random changes, each translated with the memo and without it. */
    @Test
    void withAndWithoutMemoGiveTheSame() {
        Random random = new Random(7);
        ResourceView view = VIEW;
        Memo memo = Memo.empty();
        for (int i = 0; i < 300; i++) {
            view = step(view, random);
            Translation with = translate(view, memo);
            Translation without = translate(view, Memo.empty());
            assertThat(with.ir()).isEqualTo(without.ir());
            assertThat(with.diagnostics()).isEqualTo(without.diagnostics());
            assertThat(with.attachments()).isEqualTo(without.attachments());
            assertThat(with.listeners()).isEqualTo(without.listeners());
            memo = with.memo();
        }
    }

    private static ResourceView step(ResourceView view, Random random) {
        String name = List.of("a", "b", "c").get(random.nextInt(3));
        String provider = List.of("openai", "anthropic", "third").get(random.nextInt(3));
        return switch (random.nextInt(6)) {
            case 0 -> view.without(AIRoute.class, "payments", name);
            case 1 -> view.without(ModelProvider.class, "payments", provider);
            case 2 -> view.with(changed(provider(provider, provider + random.nextInt(2) + ".example.com")));
            case 3 -> view.with(changed(tenant(random.nextBoolean())));
            default -> view.with(changed(route(name, name + random.nextInt(2) + ".example.com", provider)));
        };
    }

    private static String tenant(boolean strict) {
        return """
            apiVersion: modeenvoy.io/v1alpha1
            kind: Tenant
            metadata: {name: team}
            spec: {namespaces: [payments], hostnames: [%s]}
            """.formatted(strict ? "a0.example.com" : "\"*.example.com\"");
    }

    @Test
    void theOrderOfObjectsDoesNotMatter() {
        List<HasMetadata> objects = new ArrayList<>(VIEW.list(AIRoute.class));
        objects.addAll(VIEW.list(ModelProvider.class));
        objects.add(changed(GATEWAY));
        Random random = new Random(11);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(objects, random);
            assertThat(translate(ResourceView.of(objects), Memo.empty()).ir())
                    .isEqualTo(translate(VIEW, Memo.empty()).ir());
        }
    }

    private static ClusterIr cluster(Translation translation, String provider) {
        return Objects.requireNonNull(translation.ir().clusters().find("modelprovider/payments/" + provider));
    }
}
