package io.modeenvoy.xds.server;

import static io.modeenvoy.xds.server.Fixtures.GROUP;
import static io.modeenvoy.xds.server.Fixtures.cluster;
import static io.modeenvoy.xds.server.Fixtures.endpoints;
import static io.modeenvoy.xds.server.XdsTypes.CLUSTER;
import static io.modeenvoy.xds.server.XdsTypes.ENDPOINT;
import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.testkit.xds.FakeEnvoy;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client that answers by itself, as tests of other modules use it. */
final class FakeEnvoyTest {
    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void holdsWhatIsPublishedAndKeepsTheLastGoodOfWhatItRejects() {
        server.publish(CLUSTER, cluster("a", 1), cluster("b", 1));
        server.publish(ENDPOINT, endpoints("a", 1));
        try (FakeEnvoy envoy = FakeEnvoy.connect(server.channel(), "envoy-1", GROUP)) {
            envoy.follow(CLUSTER).follow(ENDPOINT, "a");
            assertThat(envoy.await(ENDPOINT, "a").getValue())
                    .isEqualTo(endpoints("a", 1).body());
            envoy.await(CLUSTER, "b");
            envoy.reject(CLUSTER, "b", "no");
            server.publish(CLUSTER, cluster("a", 2), cluster("b", 2));
            envoy.await(CLUSTER, "a", cluster("a", 2).body());
            assertThat(envoy.holds(CLUSTER, "b", cluster("b", 1).body())).isTrue();
            envoy.accept(CLUSTER, "b");
            server.publish(CLUSTER, cluster("b", 3));
            envoy.await(CLUSTER, "b", cluster("b", 3).body());
        }
    }

    @Test
    void wholePublicationRemovesWhatItDoesNotName() {
        server.store.publish(GROUP, Map.of("example.com/Key", Map.of("k", cluster("k", 1), "l", cluster("l", 1))));
        try (FakeEnvoy service = FakeEnvoy.connect(server.channel(), "service-1", GROUP)) {
            service.follow("example.com/Key");
            service.await("example.com/Key", "k");
            server.store.publish(GROUP, Map.of("example.com/Key", Map.of("l", cluster("l", 1))));
            service.await("example.com/Key", all -> all.keySet().equals(Set.of("l")));
        }
    }
}
