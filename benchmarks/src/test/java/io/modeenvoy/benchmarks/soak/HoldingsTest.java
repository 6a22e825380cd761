package io.modeenvoy.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.modeenvoy.testkit.live.Resources;
import io.modeenvoy.testkit.live.World;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A proxy that holds something else than what is published says so. */
final class HoldingsTest {
    private static final Cluster CLUSTER =
            Cluster.newBuilder().setName("first-0").build();
    private static final Cluster BROKEN =
            Cluster.newBuilder().setName(World.BROKEN).build();

    private final Catalogue catalogue = new Catalogue(() -> 0);
    private final Holdings holdings = new Holdings(catalogue, Holdings.Manners.NAMES_THE_BAD);

    @Test
    void findsNoDifferenceInWhatIsPublished() {
        publish(World.of(1), CLUSTER);

        assertThat(holdings.take(reply(CLUSTER))).isNull();
        assertThat(holdings.differences(catalogue.current())).isEmpty();
        assertThat(holdings.wanted().get(Resources.ENDPOINTS)).containsExactly("first-0-endpoints");
    }

    @Test
    void findsWhatIsMissingWhatIsStaleAndWhatIsTooMuch() {
        publish(World.of(1), CLUSTER);
        assertThat(holdings.differences(catalogue.current())).containsExactly("Cluster first-0");

        holdings.take(reply(CLUSTER));
        publish(World.of(1), CLUSTER.toBuilder().setAltStatName("newer").build());
        assertThat(holdings.differences(catalogue.current())).containsExactly("Cluster first-0");

        catalogue.publish(World.of(1), Map.of());
        assertThat(holdings.differences(catalogue.current())).containsExactly("Cluster first-0");
    }

    @Test
    void countsWhatNobodyPublished() {
        holdings.take(reply(CLUSTER));

        assertThat(holdings.foreign()).isEqualTo(1);
    }

    @Test
    void countsHowOftenABadResourceComes() {
        publish(World.of(1).withBroken(true), BROKEN);

        assertThat(holdings.take(reply(BROKEN))).isEqualTo("Error adding/updating cluster(s) broken: bad");
        holdings.take(reply(BROKEN));
        assertThat(holdings.mostOffers()).isEqualTo(2);
        holdings.newStream();
        assertThat(holdings.mostOffers()).isZero();
    }

    private void publish(World world, Cluster cluster) {
        catalogue.publish(world, Map.of(Resources.CLUSTER, Map.of(cluster.getName(), cluster)));
    }

    private static Reply reply(Cluster cluster) {
        ByteString body = cluster.toByteString();
        return new Reply(Resources.CLUSTER, "1", "", List.of(body), List.of(), false);
    }
}
