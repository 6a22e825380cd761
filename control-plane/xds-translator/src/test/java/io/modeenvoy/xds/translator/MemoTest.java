package io.modeenvoy.xds.translator;

import static io.modeenvoy.xds.translator.Nodes.gateway;
import static io.modeenvoy.xds.translator.Nodes.host;
import static io.modeenvoy.xds.translator.Nodes.hosts;
import static io.modeenvoy.xds.translator.Nodes.http;
import static io.modeenvoy.xds.translator.Nodes.object;
import static io.modeenvoy.xds.translator.Nodes.prefix;
import static io.modeenvoy.xds.translator.Nodes.route;
import static io.modeenvoy.xds.translator.Nodes.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.EndpointsIr.Endpoint;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.Port;
import io.modeenvoy.policy.TenantPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A changed node is translated again, and nothing else is. */
class MemoTest {
    private final XdsTranslator translator = new XdsTranslator(XdsOptions.defaults());

    @Test
    void anEqualIrGivesTheSameInstances() {
        XdsTranslation first = translator.translate(ir("/a", "10.0.0.1", false), Memo.empty());
        XdsTranslation second = translator.translate(ir("/a", "10.0.0.1", false), first.memo());

        assertThat(changed(first, second)).isEmpty();
    }

    @Test
    void changedEndpointsChangeNothingElse() {
        XdsTranslation first = translator.translate(ir("/a", "10.0.0.1", false), Memo.empty());
        XdsTranslation second = translator.translate(ir("/a", "10.0.0.2", false), first.memo());

        assertThat(changed(first, second)).containsExactly(new ResourceKey(TypeUrls.ENDPOINTS, "service/shop/cart/80"));
    }

    @Test
    void aChangedRouteChangesItsTableAndNotItsListenerOrTheHostsBesideIt() {
        XdsTranslation first = translator.translate(ir("/a", "10.0.0.1", false), Memo.empty());
        XdsTranslation second = translator.translate(ir("/b", "10.0.0.1", false), first.memo());

        assertThat(changed(first, second)).containsExactly(new ResourceKey(TypeUrls.ROUTES, "gateways/edge/80"));
        assertThat(table(second).getVirtualHosts(1)).isSameAs(table(first).getVirtualHosts(1));
        assertThat(table(second).getVirtualHosts(0)).isNotEqualTo(table(first).getVirtualHosts(0));
    }

    @Test
    void aChangedPolicyChangesNothingElse() {
        XdsTranslation first = translator.translate(ir("/a", "10.0.0.1", false), Memo.empty());
        XdsTranslation second = translator.translate(ir("/a", "10.0.0.1", true), first.memo());

        assertThat(changed(first, second))
                .singleElement()
                .returns("one", ResourceKey::name)
                .returns("type.googleapis.com/modeenvoy.policy.v1.Tenant", ResourceKey::typeUrl);
    }

    @Test
    void bytesArePutTogetherAsTheWholeMessageWouldBe() {
        XdsTranslation translation = translator.translate(ir("/a", "10.0.0.1", false), Memo.empty());

        assertThat(all(translation).values())
                .allSatisfy(resource -> assertThat(resource.bytes()).isEqualTo(Messages.bytes(resource.message())));
    }

    @Test
    void forgetsWhatIsGone() {
        XdsTranslation first = translator.translate(ir("/a", "10.0.0.1", false), Memo.empty());
        XdsTranslation second = translator.translate(Ir.EMPTY, first.memo());

        assertThat(second.memo().size())
                .isEqualTo(translator.translate(Ir.EMPTY, Memo.empty()).memo().size())
                .isLessThan(first.memo().size());
    }

    @Test
    void bytesDoNotDependOnTheMemo() {
        XdsTranslation first = translator.translate(ir("/a", "10.0.0.1", false), Memo.empty());
        XdsTranslation reused = translator.translate(ir("/b", "10.0.0.2", true), first.memo());
        XdsTranslation fresh = translator.translate(ir("/b", "10.0.0.2", true), Memo.empty());

        assertThat(all(reused).entrySet())
                .allSatisfy(entry -> assertThat(entry.getValue().bytes())
                        .isEqualTo(java.util.Objects.requireNonNull(all(fresh).get(entry.getKey()))
                                .bytes()));
    }

    @Test
    void everyResourceKnowsTheObjectsItSpeaksFor() {
        XdsTranslation translation = translator.translate(ir("/a", "10.0.0.1", false), Memo.empty());

        assertThat(translation.resources().map(TranslatedResource::key))
                .containsExactlyInAnyOrderElementsOf(all(translation).keySet());
        assertThat(translation.origins(new ResourceKey(TypeUrls.ROUTES, "gateways/edge/80")))
                .extracting(Object::toString)
                .containsExactly("Gateway gateways/edge", "HTTPRoute shop/cart");
        assertThat(translation.origins(new ResourceKey(TypeUrls.ENDPOINTS, "service/shop/cart/80")))
                .extracting(Object::toString)
                .containsExactly("Service shop/cart");
    }

    private static RouteConfiguration table(XdsTranslation translation) {
        return (RouteConfiguration) translation
                .group("gateway/gateways/edge")
                .one(TypeUrls.ROUTES, "gateways/edge/80")
                .message();
    }

    private static Set<ResourceKey> changed(XdsTranslation first, XdsTranslation second) {
        Set<TranslatedResource> before = Collections.newSetFromMap(new IdentityHashMap<>());
        before.addAll(all(first).values());
        Set<ResourceKey> changed = new TreeSet<>();
        all(second).forEach((key, resource) -> {
            if (!before.contains(resource)) {
                changed.add(key);
            }
        });
        return changed;
    }

    private static Map<ResourceKey, TranslatedResource> all(XdsTranslation translation) {
        Map<ResourceKey, TranslatedResource> all = new TreeMap<>();
        translation
                .groups()
                .values()
                .forEach(group -> group.byType()
                        .values()
                        .forEach(type -> type.values().forEach(resource -> all.put(resource.key(), resource))));
        return all;
    }

    private static Ir ir(String prefix, String address, boolean suspended) {
        var changing = host("a.example.com", route("first", prefix(prefix)));
        var other = host("b.example.com", route("second", prefix("/")));
        List<Ir.PolicyNode> policies = new ArrayList<>();
        policies.add(new Ir.PolicyNode(object("Tenant", "one"), new TenantPolicy("one", suspended)));
        policies.add(new Ir.PolicyNode(object("Tenant", "two"), new TenantPolicy("two", false)));
        return Ir.of(
                List.of(gateway("edge", http("edge", 80, changing, other))),
                List.of(service("cart"), service("next")),
                List.of(
                        new EndpointsIr(
                                "service/shop/cart/80",
                                object("Service", "cart"),
                                List.of(new Endpoint(address, new Port(80)))),
                        hosts("next")),
                List.of(),
                policies);
    }
}
