package io.modeenvoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.policy.Names;
import io.modeenvoy.translator.TranslatorOptions;
import io.modeenvoy.xds.server.AckBoard;
import io.modeenvoy.xds.server.Delivery;
import io.modeenvoy.xds.server.HeldResources;
import io.modeenvoy.xds.server.NodeRef;
import io.modeenvoy.xds.server.Rejection;
import io.modeenvoy.xds.server.ResourceKey;
import io.modeenvoy.xds.server.SnapshotStore;
import io.modeenvoy.xds.translator.TypeUrls;
import io.modeenvoy.xds.translator.XdsOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatusBoardTest {
    private static final String GROUP = "gateway/demo/edge";
    private static final String NAME = "demo/edge/8080";

    @TempDir
    private Path directory;

    private final SnapshotStore store = new SnapshotStore();
    private final AckBoard acks = new AckBoard();
    private final StatusBoard board = new StatusBoard(store, acks, List::of);
    private Pass pass;
    private long streams;

    @BeforeEach
    void publish() throws IOException {
        pass = new Pipeline(
                        TranslatorOptions.files(),
                        XdsOptions.defaults(),
                        Pepper.in(directory),
                        new RetiredRules(InstantSource.system(), Duration.ofSeconds(5)))
                .translate(ResourceView.of(List.of(Views.gateway("edge"))));
        new Publication(store, new ProxiesFirst(new AckBoard()))
                .publish(pass.xds().groups());
    }

    @Test
    void beforeTheFirstPassThereAreNodesAndNoObjects() {
        node(GROUP);

        FleetStatus status = board.status(null);

        assertThat(status.nodes()).extracting(FleetStatus.NodeStatus::group).containsExactly(GROUP);
        assertThat(status.objects()).isEmpty();
    }

    @Test
    void everyConditionSaysWhichGenerationItSaw() {
        assertThat(conditions()).hasSize(3).allMatch(condition -> condition.observedGeneration() == 7);
    }

    @Test
    void aProxyThatHasNotAnsweredYetIsPending() {
        node(GROUP);

        assertThat(programmed().status()).isEqualTo("False");
        assertThat(programmed().reason()).isEqualTo("Pending");
        assertThat(programmed().message()).isEqualTo("programmed on 0/1 proxies");
    }

    @Test
    void oneOfTwoProxiesIsPendingAndBothAreProgrammed() {
        acked(node(GROUP));
        NodeRef second = node(GROUP);
        took(second, "an older world", HeldResources.NONE);
        assertThat(programmed().message()).isEqualTo("programmed on 1/2 proxies");
        assertThat(programmed().reason()).isEqualTo("Pending");

        acked(second);

        assertThat(programmed().message()).isEqualTo("programmed on 2/2 proxies");
        assertThat(programmed().status()).isEqualTo("True");
    }

    @Test
    void aProxyThatHasOnlyJustComeIsCountedAndNotHeldAgainstAnObject() {
        acked(node(GROUP));
        node(GROUP);

        assertThat(programmed().status()).isEqualTo("True");
        assertThat(programmed().message()).isEqualTo("programmed on 1/2 proxies");
    }

    @Test
    void aProxyOfAnotherGatewayDoesNotCount() {
        acked(node("gateway/demo/other"));

        assertThat(programmed().status()).isEqualTo("Unknown");
    }

    @Test
    void aServiceDoesNotStandForTheProxyThatIsMissing() {
        acked(node(Names.SERVICES_GROUP));

        assertThat(programmed().status()).isEqualTo("Unknown");
        assertThat(programmed().message()).isEqualTo("no proxy is connected");
    }

    @Test
    void oneOfSeveralSuspectsIsNotBlamed() {
        NodeRef node = node(GROUP);

        rejected(node, false);
        assertThat(programmed().reason()).isEqualTo("Pending");

        rejected(node, true);
        assertThat(programmed().reason()).isEqualTo("Rejected");
        assertThat(programmed().message()).isEqualTo("programmed on 0/1 proxies; rejected: no such filter");
    }

    @Test
    void aNodeIsListedWithWhatItRejected() {
        rejected(node(GROUP), true);

        assertThat(board.status(pass).nodes().getFirst().types())
                .filteredOn(type -> type.typeUrl().equals(TypeUrls.LISTENER))
                .flatExtracting(FleetStatus.TypeStatus::rejections)
                .containsExactly(NAME + ": no such filter");
    }

    private NodeRef node(String group) {
        NodeRef node = new NodeRef(++streams, "node-" + streams, group, group, Instant.EPOCH);
        acks.connected(node);
        TypeUrls.ENVOY.forEach(type -> acks.subscribed(node, type));
        return node;
    }

    private void acked(NodeRef node) {
        for (String type : TypeUrls.ENVOY) {
            acks.acked(node, delivery(type, name -> store.version(node.group(), new ResourceKey(type, name))));
        }
    }

    private void took(NodeRef node, String version, HeldResources held) {
        for (String type : TypeUrls.ENVOY) {
            acks.acked(node, new Delivery(type, version, List.of(), held));
        }
    }

    private void rejected(NodeRef node, boolean exact) {
        String version = Objects.requireNonNull(store.version(GROUP, new ResourceKey(TypeUrls.LISTENER, NAME)));
        acks.nacked(
                node,
                delivery(TypeUrls.LISTENER, HeldResources.NONE),
                new Rejection(Map.of(NAME, version), exact, "no such filter"));
    }

    private static Delivery delivery(String type, HeldResources held) {
        return new Delivery(type, "1", List.of(NAME), held);
    }

    private List<ConditionView> conditions() {
        return board.status(pass).objects().getFirst().conditions();
    }

    private ConditionView programmed() {
        return conditions().getLast();
    }
}
