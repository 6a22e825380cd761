package io.modeenvoy.xds.server;

import static io.modeenvoy.xds.server.Fixtures.cluster;
import static io.modeenvoy.xds.server.XdsTypes.CLUSTER;
import static io.modeenvoy.xds.server.XdsTypes.RUNTIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.testkit.xds.XdsReply;
import io.modeenvoy.testkit.xds.XdsStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From publication to ACK. */
final class ConvergenceTest {
    private final List<Long> seconds = Collections.synchronizedList(new ArrayList<>());
    private final TestServer server = new TestServer(XdsServerOptions.defaults(), AckListener.none(), new XdsMetrics() {
        @Override
        public void converged(String typeUrl, Duration after) {
            seconds.add(after.toSeconds());
        }
    });

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void whatAClientFindsWhenItComesWasNotPublishedForIt(Dialect dialect) {
        server.publish(CLUSTER, cluster("a", 1));
        server.clock.advance(Duration.ofHours(1));
        connected(dialect);
        assertThat(seconds).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aChangeThatWaitedForAnEarlierAnswerCountsFromItsPublication(Dialect dialect) {
        server.publish(CLUSTER, cluster("a", 1));
        XdsStream envoy = connected(dialect);
        server.publish(CLUSTER, cluster("a", 2));
        XdsReply first = envoy.next(CLUSTER);
        server.clock.advance(Duration.ofSeconds(1));
        server.publish(CLUSTER, cluster("a", 3));
        server.clock.advance(Duration.ofSeconds(2));
        server.publish(CLUSTER, cluster("a", 4));
        envoy.ack(first);
        XdsReply second = envoy.next(CLUSTER);
        server.clock.advance(Duration.ofSeconds(1));
        envoy.ack(second);
        envoy.barrier(RUNTIME);
        assertThat(seconds).containsExactly(3L, 3L);
    }

    @ParameterizedTest
    @EnumSource
    void aRejectedChangeHasNotConverged(Dialect dialect) {
        server.publish(CLUSTER, cluster("a", 1));
        XdsStream envoy = connected(dialect);
        server.publish(CLUSTER, cluster("a", 2));
        envoy.nack(envoy.next(CLUSTER), "no");
        server.clock.advance(Duration.ofSeconds(9));
        server.publish(CLUSTER, cluster("a", 3));
        envoy.take(CLUSTER);
        envoy.barrier(RUNTIME);
        assertThat(seconds).containsExactly(0L);
    }

    private XdsStream connected(Dialect dialect) {
        XdsStream envoy = server.open(dialect);
        envoy.subscribeAll(CLUSTER);
        envoy.take(CLUSTER);
        envoy.barrier(RUNTIME);
        return envoy;
    }
}
