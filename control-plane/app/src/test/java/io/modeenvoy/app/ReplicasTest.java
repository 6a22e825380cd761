package io.modeenvoy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.translator.TranslatorOptions;
import io.modeenvoy.xds.server.NodeRef;
import io.modeenvoy.xds.translator.TypeUrls;
import io.modeenvoy.xds.translator.XdsOptions;
import io.modeenvoy.xds.translator.XdsTranslator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one replica says of the proxies of another. */
final class ReplicasTest {
    private static final String ALL = XdsTranslator.ALL_GROUP;

    @TempDir
    private Path directory;

    private final Replica leader = new Replica();
    private final Replica follower = new Replica();
    private Pipeline pipeline;
    private Pass pass;

    @BeforeEach
    void publish() throws IOException {
        pipeline = new Pipeline(
                TranslatorOptions.files(),
                XdsOptions.defaults(),
                Pepper.in(directory),
                new RetiredRules(InstantSource.system(), Duration.ofSeconds(5)));
        pass = translate(8080);
        leader.serving(pass);
        follower.serving(pass);
    }

    /** Two Gateways, of which one listens on that port. */
    private Pass translate(int port) {
        var moved = Views.gateway("moved");
        moved.getSpec().getListeners().getFirst().setPort(port + 1000);
        return pipeline.translate(ResourceView.of(List.of(Views.gateway("edge"), moved)));
    }

    private ConditionView edge() {
        return leader.programmed(pass, "Gateway", "edge");
    }

    @Test
    void aProxyAtAnotherReplicaIsOneOfTheFleet() {
        assertThat(edge().reason()).isEqualTo("NoNodes");
        follower.acked(follower.node("envoy-1", ALL));

        leader.hears(follower.note(), false);

        assertThat(edge().status()).isEqualTo("True");
        assertThat(edge().message()).isEqualTo("programmed on 1/1 proxies");
    }

    @Test
    void aRejectionAtAnotherReplicaIsToldInTheProxysWords() {
        leader.acked(leader.node("envoy-1", ALL));
        NodeRef node = follower.acked(follower.node("envoy-2", ALL));
        follower.rejected(node, TypeUrls.LISTENER, "demo/edge/8080", "Address already in use");

        leader.hears(follower.note(), false);

        assertThat(edge().reason()).isEqualTo("Rejected");
        assertThat(edge().message()).isEqualTo("programmed on 1/2 proxies; rejected: Address already in use");
        assertThat(leader.programmed(pass, "Gateway", "moved").reason()).isNotEqualTo("Rejected");
    }

    @Test
    void aProxyWhoseReplicaIsGoneCountsUntilItHasSettledAtAnotherOne() {
        follower.acked(follower.node("envoy-1", ALL));
        leader.hears(follower.note(), true);
        assertThat(edge().status()).isEqualTo("True");

        NodeRef again = leader.node("envoy-1", ALL);
        assertThat(edge().status()).as("while it is coming").isEqualTo("True");
        leader.acked(again);
        assertThat(edge().message()).isEqualTo("programmed on 1/1 proxies");

        leader.acks.disconnected(again);
        leader.others.told(Map.of());
        assertThat(edge().reason()).isEqualTo("NoNodes");
    }

    @Test
    void whatAReplicaSaidOfAnOlderWorldHoldsForWhatIsStillTheSame() {
        follower.acked(follower.node("envoy-1", ALL));
        leader.hears(follower.note(), false);

        pass = translate(8081);
        leader.serving(pass);

        assertThat(edge().status()).isEqualTo("True");
        assertThat(leader.programmed(pass, "Gateway", "moved").reason()).isEqualTo("Pending");

        follower.serving(pass);
        leader.hears(follower.note(), false);
        assertThat(leader.programmed(pass, "Gateway", "moved").reason()).isEqualTo("Pending");
        follower.acked(follower.node("envoy-1", ALL));
        leader.hears(follower.note(), false);
        assertThat(leader.programmed(pass, "Gateway", "moved").message()).isEqualTo("programmed on 1/2 proxies");
    }

    @Test
    void anyReplicaShowsTheWholeFleet() {
        leader.acked(leader.node("envoy-1", ALL));
        NodeRef node = follower.acked(follower.node("envoy-2", ALL));
        follower.rejected(node, TypeUrls.LISTENER, "demo/edge/8080", "Address already in use");
        leader.hears(follower.note(), false);
        follower.hears(leader.note(), false);

        assertThat(leader.board.status(pass).nodes())
                .extracting(FleetStatus.NodeStatus::replica, FleetStatus.NodeStatus::id)
                .containsExactly(tuple("", "envoy-1"), tuple("other", "envoy-2"));
        assertThat(leader.board.status(pass).nodes().getLast().types())
                .flatExtracting(FleetStatus.TypeStatus::rejections)
                .containsExactly("demo/edge/8080: Address already in use");
        assertThat(follower.board.status(pass).objects())
                .isEqualTo(leader.board.status(pass).objects());
    }

    @Test
    void figuresAreThoseOfTheClientsOfThisReplica() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        leader.board.measure(registry);
        leader.acked(leader.node("envoy-1", ALL));
        NodeRef guilty = leader.acked(leader.node("envoy-2", ALL));
        leader.rejected(guilty, TypeUrls.LISTENER, "demo/edge/8080", "Address already in use");
        leader.node("envoy-3", ALL);
        follower.acked(follower.node("envoy-4", ALL));
        leader.hears(follower.note(), false);

        for (String standing : List.of("current", "behind", "rejecting")) {
            assertThat(registry.get("modeenvoy.fleet.clients")
                            .tags("kind", "proxy", "standing", standing)
                            .gauge()
                            .value())
                    .as(standing)
                    .isEqualTo(1);
        }
    }

    @Test
    void aNoteThatNobodyUnderstandsTellsNothingAndIsWarnedOf() {
        for (String note :
                List.of("?", Base64.getEncoder().encodeToString("no gzip".getBytes(StandardCharsets.UTF_8)))) {
            leader.hears(note, false);

            assertThat(edge().reason()).isEqualTo("NoNodes");
            assertThat(leader.board.status(pass).nodes())
                    .extracting(FleetStatus.NodeStatus::warning)
                    .containsExactly("replica other: its note cannot be read: its clients are not counted");
        }
    }
}
