package io.modeenvoy.xds.server;

import static io.envoyproxy.envoy.admin.v3.ClientResourceStatus.ACKED;
import static io.envoyproxy.envoy.admin.v3.ClientResourceStatus.DOES_NOT_EXIST;
import static io.envoyproxy.envoy.admin.v3.ClientResourceStatus.NACKED;
import static io.envoyproxy.envoy.admin.v3.ClientResourceStatus.REQUESTED;
import static io.envoyproxy.envoy.service.status.v3.ConfigStatus.ERROR;
import static io.envoyproxy.envoy.service.status.v3.ConfigStatus.NOT_SENT;
import static io.envoyproxy.envoy.service.status.v3.ConfigStatus.STALE;
import static io.envoyproxy.envoy.service.status.v3.ConfigStatus.SYNCED;
import static io.modeenvoy.xds.server.Fixtures.cluster;
import static io.modeenvoy.xds.server.Fixtures.endpoints;
import static io.modeenvoy.xds.server.Fixtures.node;
import static io.modeenvoy.xds.server.Fixtures.secret;
import static io.modeenvoy.xds.server.XdsTypes.CLUSTER;
import static io.modeenvoy.xds.server.XdsTypes.ENDPOINT;
import static io.modeenvoy.xds.server.XdsTypes.RUNTIME;
import static io.modeenvoy.xds.server.XdsTypes.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.admin.v3.ClientResourceStatus;
import io.envoyproxy.envoy.service.status.v3.ClientConfig;
import io.envoyproxy.envoy.service.status.v3.ClientConfig.GenericXdsConfig;
import io.envoyproxy.envoy.service.status.v3.ClientStatusDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.status.v3.ClientStatusRequest;
import io.envoyproxy.envoy.service.status.v3.ClientStatusResponse;
import io.envoyproxy.envoy.service.status.v3.ConfigStatus;
import io.envoyproxy.envoy.type.matcher.v3.NodeMatcher;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StructMatcher;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.modeenvoy.testkit.xds.DeltaStream;
import io.modeenvoy.testkit.xds.XdsReply;
import io.modeenvoy.testkit.xds.XdsStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a tool that speaks CSDS is told of each client. */
final class ClientStatusServiceTest {
    private static final ShownResources NO_SECRETS = (typeUrl, body) -> typeUrl.equals(SECRET) ? null : body;

    private final TestServer server = new TestServer();
    private Server csds;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        server.store.complete();
        String name = "csds-" + UUID.randomUUID();
        csds = InProcessServerBuilder.forName(name)
                .directExecutor()
                .addService(new ClientStatusService(server.xds(), server.board, NO_SECRETS))
                .build()
                .start();
        channel = InProcessChannelBuilder.forName(name).build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        csds.shutdownNow();
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void whatAClientAppliedIsAckedAndSyncedWithItsBytes(Dialect dialect) {
        XdsResource a = cluster("a", 1);
        server.publish(CLUSTER, a);
        XdsStream envoy = server.open(dialect);
        envoy.subscribeAll(CLUSTER);
        envoy.take(CLUSTER);
        envoy.barrier(RUNTIME);

        ClientConfig client = only(fetch());

        assertThat(client.getNode().getId()).isEqualTo("envoy-1");
        assertThat(client.getNode().getCluster()).isEqualTo(Fixtures.GROUP);
        GenericXdsConfig config = config(client, CLUSTER, "a");
        assertStates(config, ACKED, SYNCED);
        assertThat(config.getVersionInfo()).isEqualTo(a.version());
        assertThat(config.getXdsConfig().getTypeUrl()).isEqualTo(CLUSTER);
        assertThat(config.getXdsConfig().getValue()).isEqualTo(a.body());
    }

    @ParameterizedTest
    @EnumSource
    void whatIsOnItsWayIsStaleWithTheVersionThatIsInUse(Dialect dialect) {
        XdsResource a = cluster("a", 1);
        server.publish(CLUSTER, a);
        XdsStream envoy = server.open(dialect);
        envoy.subscribeAll(CLUSTER);
        XdsReply first = envoy.next(CLUSTER);
        assertStates(config(only(fetch()), CLUSTER, "a"), REQUESTED, STALE);
        envoy.ack(first);
        envoy.barrier(RUNTIME);

        server.publish(CLUSTER, cluster("a", 2));
        envoy.next(CLUSTER);
        server.publish(CLUSTER, cluster("b", 1));
        envoy.barrier(RUNTIME);

        ClientConfig client = only(fetch());
        assertStates(config(client, CLUSTER, "a"), ACKED, STALE);
        assertThat(config(client, CLUSTER, "a").getVersionInfo()).isEqualTo(a.version());
        assertThat(config(client, CLUSTER, "a").getXdsConfig().getValue()).isEqualTo(a.body());
        assertStates(config(client, CLUSTER, "b"), REQUESTED, NOT_SENT);
    }

    @ParameterizedTest
    @EnumSource
    void whatAClientRejectedCarriesItsWordsAndTheRejectedVersion(Dialect dialect) {
        XdsResource good = cluster("a", 1);
        XdsResource bad = cluster("a", 2);
        server.publish(CLUSTER, good);
        XdsStream envoy = server.open(dialect);
        envoy.subscribeAll(CLUSTER);
        envoy.take(CLUSTER);
        server.publish(CLUSTER, bad);
        envoy.nack(envoy.next(CLUSTER), "Error adding/updating cluster(s) a: no such thing");
        envoy.barrier(RUNTIME);

        GenericXdsConfig config = config(only(fetch()), CLUSTER, "a");

        assertStates(config, NACKED, ERROR);
        assertThat(config.getVersionInfo()).isEqualTo(good.version());
        assertThat(config.getXdsConfig().getValue()).isEqualTo(good.body());
        assertThat(config.getErrorState().getDetails()).contains("no such thing");
        assertThat(config.getErrorState().getVersionInfo()).isEqualTo(bad.version());
        assertThat(config.getErrorState().getFailedConfiguration().getValue()).isEqualTo(bad.body());

        server.publish(CLUSTER, cluster("a", 3));
        envoy.take(CLUSTER);
        envoy.barrier(RUNTIME);
        assertStates(config(only(fetch()), CLUSTER, "a"), ACKED, SYNCED);
    }

    @Test
    void whatIsAskedForAndMissingDoesNotExist() {
        server.publish(ENDPOINT, endpoints("a", 1));
        DeltaStream envoy = server.delta();
        envoy.subscribe(ENDPOINT, "a", "b");
        envoy.take(ENDPOINT);
        envoy.barrier(RUNTIME);
        assertStates(config(only(fetch()), ENDPOINT, "b"), DOES_NOT_EXIST, SYNCED);
    }

    @Test
    void whatIsGoneButStillInUseIsShownUntilItsRemoval() {
        server.publish(CLUSTER, cluster("a", 1));
        DeltaStream envoy = server.delta();
        envoy.subscribeAll(CLUSTER);
        envoy.take(CLUSTER);
        envoy.barrier(RUNTIME);
        server.remove(CLUSTER, "a");
        envoy.barrier(RUNTIME);
        assertStates(config(only(fetch()), CLUSTER, "a"), ACKED, NOT_SENT);
        server.clock.advance(Duration.ofSeconds(10));
        XdsReply removal = envoy.next(CLUSTER);
        assertStates(config(only(fetch()), CLUSTER, "a"), ACKED, STALE);
        envoy.ack(removal);
        envoy.barrier(RUNTIME);
        assertThat(only(fetch()).getGenericXdsConfigsList())
                .noneMatch(config -> config.getTypeUrl().equals(CLUSTER));
    }

    @Test
    void aTypeNobodyPublishesIsRequested() {
        server.publish(CLUSTER, cluster("a", 1));
        DeltaStream envoy = server.delta();
        envoy.subscribe("type.googleapis.com/example.Policy", "p");
        envoy.barrier(RUNTIME);
        assertStates(config(only(fetch()), "type.googleapis.com/example.Policy", "p"), REQUESTED, NOT_SENT);
    }

    @Test
    void secretsHaveNamesAndVersionsAndNoContents() {
        XdsResource secret = secret("s");
        server.publish(SECRET, secret);
        DeltaStream envoy = server.delta();
        envoy.subscribe(SECRET, "s");
        envoy.take(SECRET);
        envoy.barrier(RUNTIME);
        GenericXdsConfig config = config(only(fetch()), SECRET, "s");
        assertThat(config.getVersionInfo()).isEqualTo(secret.version());
        assertThat(config.hasXdsConfig()).isFalse();
    }

    @Test
    void contentsAreLeftOutWhenAsked() {
        server.publish(CLUSTER, cluster("a", 1));
        DeltaStream envoy = server.delta();
        envoy.subscribeAll(CLUSTER);
        envoy.take(CLUSTER);
        envoy.barrier(RUNTIME);
        ClientStatusRequest request = ClientStatusRequest.newBuilder()
                .setExcludeResourceContents(true)
                .build();
        GenericXdsConfig config = config(only(fetch(request)), CLUSTER, "a");
        assertStates(config, ACKED, SYNCED);
        assertThat(config.hasXdsConfig()).isFalse();
    }

    @Test
    void nodesAreChosenByTheirIds() {
        for (String id : List.of("edge-1", "edge-2", "Egress-1")) {
            DeltaStream.open(server.channel(), node(id)).barrier(RUNTIME);
        }
        assertThat(ids()).containsExactly("Egress-1", "edge-1", "edge-2");
        assertThat(ids(StringMatcher.newBuilder().setExact("edge-1"))).containsExactly("edge-1");
        assertThat(ids(StringMatcher.newBuilder().setPrefix("e").setIgnoreCase(true)))
                .hasSize(3);
        assertThat(ids(StringMatcher.newBuilder().setSuffix("-1"))).containsExactly("Egress-1", "edge-1");
        assertThat(ids(StringMatcher.newBuilder().setContains("ge-"))).containsExactly("edge-1", "edge-2");
        assertThat(ids(
                        StringMatcher.newBuilder().setExact("edge-2"),
                        StringMatcher.newBuilder()
                                .setSafeRegex(RegexMatcher.newBuilder().setRegex("E.*"))))
                .containsExactly("Egress-1", "edge-2");
        assertThat(ids(StringMatcher.newBuilder().setExact("nobody"))).isEmpty();
    }

    @Test
    void aMatcherThatCannotBeHonouredIsRefused() {
        assertRefused(NodeMatcher.newBuilder().addNodeMetadatas(StructMatcher.newBuilder()), "node_metadatas");
        assertRefused(NodeMatcher.newBuilder().setNodeId(StringMatcher.newBuilder()), "node_id");
        assertRefused(
                NodeMatcher.newBuilder()
                        .setNodeId(StringMatcher.newBuilder()
                                .setSafeRegex(RegexMatcher.newBuilder().setRegex("("))),
                "safe_regex");
    }

    @Test
    void aFleetIsToldOfInMessagesOfBoundedSize() throws Exception {
        byte[] padding = new byte[300_000];
        for (int i = 0; i < 10; i++) {
            server.publish(ENDPOINT, new XdsResource("e" + i, ByteString.copyFrom(padding)));
        }
        for (String id : List.of("envoy-1", "envoy-2", "envoy-3")) {
            DeltaStream envoy = DeltaStream.open(server.channel(), node(id));
            envoy.subscribe(ENDPOINT, "*");
            envoy.take(ENDPOINT);
            envoy.barrier(RUNTIME);
        }
        Answers answers = new Answers();
        StreamObserver<ClientStatusRequest> questions =
                ClientStatusDiscoveryServiceGrpc.newStub(channel).streamClientStatus(answers);
        questions.onNext(ClientStatusRequest.getDefaultInstance());
        questions.onCompleted();
        answers.end.get(20, TimeUnit.SECONDS);

        assertThat(answers.messages).hasSizeGreaterThan(5).allMatch(message -> message.getSerializedSize() < 2 << 20);
        assertThat(answers.messages.stream()
                        .flatMap(message -> message.getConfigList().stream())
                        .flatMap(config -> config.getGenericXdsConfigsList().stream())
                        .filter(config -> config.getTypeUrl().equals(ENDPOINT)))
                .hasSize(30);
        assertThatThrownBy(this::fetch)
                .hasMessageContaining("RESOURCE_EXHAUSTED")
                .hasMessageContaining("expected");
    }

    @Test
    void aStreamAnswersEachQuestion() throws Exception {
        server.delta().barrier(RUNTIME);
        Answers answers = new Answers();
        StreamObserver<ClientStatusRequest> questions =
                ClientStatusDiscoveryServiceGrpc.newStub(channel).streamClientStatus(answers);
        for (int i = 0; i < 3; i++) {
            questions.onNext(ClientStatusRequest.getDefaultInstance());
            assertThat(answers.messages.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
        questions.onCompleted();
        answers.end.get(20, TimeUnit.SECONDS);
    }

    @Test
    void anEmptyFleetIsAnAnswerToo() throws Exception {
        assertThat(fetch().getConfigList()).isEmpty();
        Answers answers = new Answers();
        StreamObserver<ClientStatusRequest> questions =
                ClientStatusDiscoveryServiceGrpc.newStub(channel).streamClientStatus(answers);
        questions.onNext(ClientStatusRequest.getDefaultInstance());
        assertThat(answers.messages.poll(20, TimeUnit.SECONDS)).isEqualTo(ClientStatusResponse.getDefaultInstance());
        questions.onCompleted();
    }

    @ParameterizedTest
    @EnumSource
    void clientsAreListedWithWhatIsUnderWay(Dialect dialect) {
        server.publish(CLUSTER, cluster("a", 1));
        XdsStream envoy = server.open(dialect);
        envoy.subscribeAll(CLUSTER);
        envoy.next(CLUSTER);
        server.publish(CLUSTER, cluster("b", 1));
        envoy.barrier(RUNTIME);
        ClientStatus client = server.xds().clients().getFirst();
        assertThat(client.delta()).isEqualTo(dialect == Dialect.DELTA);
        assertThat(client.types()).contains(new ClientStatus.TypeStatus(CLUSTER, true, 0, 1, server.clock.instant()));
    }

    private ClientStatusResponse fetch() {
        return fetch(ClientStatusRequest.getDefaultInstance());
    }

    private ClientStatusResponse fetch(ClientStatusRequest request) {
        return ClientStatusDiscoveryServiceGrpc.newBlockingStub(channel).fetchClientStatus(request);
    }

    private List<String> ids(StringMatcher.Builder... matchers) {
        ClientStatusRequest.Builder request = ClientStatusRequest.newBuilder();
        for (StringMatcher.Builder matcher : matchers) {
            request.addNodeMatchers(NodeMatcher.newBuilder().setNodeId(matcher));
        }
        return fetch(request.build()).getConfigList().stream()
                .map(config -> config.getNode().getId())
                .toList();
    }

    private void assertRefused(NodeMatcher.Builder matcher, String field) {
        ClientStatusRequest request =
                ClientStatusRequest.newBuilder().addNodeMatchers(matcher).build();
        assertThatThrownBy(() -> fetch(request))
                .hasMessageContaining("INVALID_ARGUMENT")
                .hasMessageContaining(field);
    }

    private static ClientConfig only(ClientStatusResponse response) {
        assertThat(response.getConfigList()).hasSize(1);
        return response.getConfig(0);
    }

    private static GenericXdsConfig config(ClientConfig client, String typeUrl, String name) {
        return client.getGenericXdsConfigsList().stream()
                .filter(config ->
                        config.getTypeUrl().equals(typeUrl) && config.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(typeUrl + " " + name + ": not in " + client));
    }

    private static void assertStates(GenericXdsConfig config, ClientResourceStatus client, ConfigStatus status) {
        assertThat(config.getClientStatus()).isEqualTo(client);
        assertThat(config.getConfigStatus()).isEqualTo(status);
    }

    /** What a stream said. */
    private static final class Answers implements StreamObserver<ClientStatusResponse> {
        private final BlockingQueue<ClientStatusResponse> messages = new LinkedBlockingQueue<>();
        private final CompletableFuture<Void> end = new CompletableFuture<>();

        @Override
        public void onNext(ClientStatusResponse message) {
            messages.add(message);
        }

        @Override
        public void onError(Throwable reason) {
            end.completeExceptionally(reason);
        }

        @Override
        public void onCompleted() {
            end.complete(null);
        }
    }
}
