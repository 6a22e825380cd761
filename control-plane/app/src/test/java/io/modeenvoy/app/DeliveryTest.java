package io.modeenvoy.app;

import static io.modeenvoy.app.World.EDGE;
import static io.modeenvoy.app.World.INNER;
import static io.modeenvoy.xds.translator.TypeUrls.CLUSTER;
import static io.modeenvoy.xds.translator.TypeUrls.ENDPOINTS;
import static io.modeenvoy.xds.translator.TypeUrls.LISTENER;
import static io.modeenvoy.xds.translator.TypeUrls.ROUTES;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.modeenvoy.policy.wire.PolicyDecoder;
import io.modeenvoy.policy.wire.PolicyTypes;
import io.modeenvoy.testkit.xds.AdsClient;
import io.modeenvoy.testkit.xds.XdsReply;
import io.modeenvoy.xds.translator.XdsTranslator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From files to what each kind of client holds. */
final class DeliveryTest {
    private static final String PROVIDER_CLUSTER = "modelprovider/demo/simulator";
    private static final String SERVICE_CLUSTER = "service/demo/status/80";

    @TempDir
    private Path directory;

    private World world;

    @BeforeEach
    void start() throws IOException {
        world = new World(directory);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void aGatewaysProxyGetsItsListenersRoutesAndClusters() {
        AdsClient edge = world.proxy(EDGE).connect();

        edge.awaitNames(LISTENER, "demo/edge/8080")
                .awaitNames(CLUSTER, PROVIDER_CLUSTER)
                .awaitNames(ROUTES, "demo/edge/8080");
        assertThat(routeNames(edge, "demo/edge/8080"))
                .containsExactly("airule/demo/chat/small", "aiwithoutrule", "aientry", "aielsewhere");
    }

    @Test
    void aProxySeesNothingOfAnotherGateway() {
        AdsClient inner = world.proxy(INNER).connect();

        inner.awaitNames(LISTENER, "demo/inner/8081")
                .awaitNames(CLUSTER, SERVICE_CLUSTER)
                .awaitNames(ENDPOINTS, SERVICE_CLUSTER)
                .awaitNames(ROUTES, "demo/inner/8081");
        inner.barrier();
        assertThat(inner.toString()).doesNotContain("edge", "simulator");
    }

    @Test
    void theOnlyProxyOfADirectoryGetsAllGateways() {
        world.proxy(XdsTranslator.ALL_GROUP)
                .connect()
                .awaitNames(LISTENER, "demo/edge/8080", "demo/inner/8081")
                .awaitNames(CLUSTER, PROVIDER_CLUSTER, SERVICE_CLUSTER);
    }

    @Test
    void servicesGetThePoliciesAndThePepper() {
        AdsClient services = world.services().connect();

        services.awaitNames(PolicyTypes.CONSUMER, "demo/app")
                .awaitNames(PolicyTypes.AI_ROUTE, "demo/chat")
                .awaitNames(PolicyTypes.PROVIDER, "demo/simulator")
                .awaitNames(PolicyTypes.SECRET, "pepper/1", "secret/demo/simulator/apiKey");
        ByteString pepper = reply(services, PolicyTypes.SECRET).body("pepper/1");
        assertThat(PolicyDecoder.decode(PolicyTypes.SECRET, pepper)).isEqualTo(world.pepper.secret());
    }

    @Test
    void aMovedEndpointIsAllThatIsSentAndOnlyToTheProxyThatUsesIt() throws IOException {
        List<AdsClient> clients = everyone();
        AdsClient inner = clients.getFirst();
        List<Integer> before =
                clients.stream().map(client -> client.replies().size()).toList();

        world.replace("endpoints.yaml", "10.0.0.1", "10.0.0.2");

        inner.await("the endpoint", () -> inner.replies().size() > before.getFirst());
        clients.forEach(AdsClient::barrier);
        assertThat(since(inner, before.getFirst())).containsExactly(ENDPOINTS + " " + SERVICE_CLUSTER);
        assertThat(since(clients.get(1), before.get(1))).isEmpty();
        assertThat(since(clients.get(2), before.get(2))).isEmpty();
    }

    @Test
    void aNewModelOfAProviderIsAllThatIsSentAndOnlyToTheServices() throws IOException {
        List<AdsClient> clients = everyone();
        AdsClient services = clients.getLast();
        List<Integer> before =
                clients.stream().map(client -> client.replies().size()).toList();

        world.replace("provider.yaml", "  auth:", "  models: [{name: large}]\n  auth:");

        services.await("the provider", () -> services.replies().size() > before.getLast());
        clients.forEach(AdsClient::barrier);
        assertThat(since(services, before.getLast())).containsExactly(PolicyTypes.PROVIDER + " demo/simulator");
        assertThat(since(clients.get(0), before.get(0))).isEmpty();
        assertThat(since(clients.get(1), before.get(1))).isEmpty();
    }

    @Test
    void aRemovedGatewayLeavesItsProxiesConnectedAndEmpty() throws IOException {
        List<AdsClient> clients = everyone();
        AdsClient inner = clients.getFirst();

        world.delete("inner.yaml");

        inner.awaitNames(LISTENER).awaitNames(CLUSTER);
        assertThat(inner.toString()).contains("stream open");
        assertThat(clients.get(1).names(LISTENER)).containsExactly("demo/edge/8080");

        world.write("inner.yaml", Demo.gateway("inner", 8082));

        inner.awaitNames(LISTENER, "demo/inner/8082").awaitNames(CLUSTER, SERVICE_CLUSTER);
    }

    @Test
    void aBrokenFileTakesNothingAwayFromAnyone() throws IOException {
        List<AdsClient> clients = everyone();
        Pass before = world.controlPlane.last();
        List<Integer> replies =
                clients.stream().map(client -> client.replies().size()).toList();

        world.write("chat.yaml", "kind: [");
        world.write("more.yaml", Demo.gateway("more", 8090));

        world.proxy("gateway/demo/more").connect().awaitNames(LISTENER, "demo/more/8090");
        clients.forEach(AdsClient::barrier);
        assertThat(before).isNotNull();
        assertThat(Stream.of(0, 1, 2).map(i -> since(clients.get(i), replies.get(i))))
                .allMatch(List::isEmpty);
    }

    /** The proxy of {@code inner}, the proxy of {@code edge} and a service, with all they get. */
    private List<AdsClient> everyone() {
        AdsClient inner = world.proxy(INNER).connect().awaitNames(ROUTES, "demo/inner/8081");
        AdsClient edge = world.proxy(EDGE).connect().awaitNames(ROUTES, "demo/edge/8080");
        AdsClient services = world.services().connect().awaitNames(PolicyTypes.PROVIDER, "demo/simulator");
        List<AdsClient> everyone = List.of(inner, edge, services);
        everyone.forEach(AdsClient::barrier);
        return everyone;
    }

    private static List<String> since(AdsClient client, int replies) {
        return client.replies().stream()
                .skip(replies)
                .flatMap(reply -> Stream.concat(reply.names().stream(), reply.removed().stream())
                        .map(name -> reply.typeUrl() + " " + name))
                .toList();
    }

    private static XdsReply reply(AdsClient client, String typeUrl) {
        return client.replies().stream()
                .filter(reply -> reply.typeUrl().equals(typeUrl))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> routeNames(AdsClient proxy, String table) {
        return proxy.resource(RouteConfiguration.class, table).getVirtualHosts(0).getRoutesList().stream()
                .map(Route::getName)
                .toList();
    }
}
