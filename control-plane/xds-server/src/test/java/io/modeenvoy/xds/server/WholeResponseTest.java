package io.modeenvoy.xds.server;

import static io.modeenvoy.xds.server.Fixtures.cluster;
import static io.modeenvoy.xds.server.Fixtures.listener;
import static io.modeenvoy.xds.server.XdsTypes.CLUSTER;
import static io.modeenvoy.xds.server.XdsTypes.LISTENER;
import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.testkit.xds.SotwStream;
import io.modeenvoy.testkit.xds.XdsReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * In the state of the world, what a response of clusters or listeners leaves out is gone for the client. So none leaves out what there is, though the client may reject it and
 * nobody here knows its last good form.
 */
final class WholeResponseTest {
    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Error adding/updating cluster(s) bad: no such thing",
                "xDS response validation errors: [resource index 1: bad: INVALID_ARGUMENT: errors]",
                "CDS response Cluster 'bad' validation error: no such thing",
                "error parsing \"ClusterResource\" response: resource \"bad\": no such thing",
                "something is wrong",
            })
    void whatIsRejectedAfterAReconnectIsNotLeftOut(String message) {
        server.publish(CLUSTER, cluster("bad", 1), cluster("good", 1));
        SotwStream envoy = back("an earlier version");
        XdsReply first = envoy.next(CLUSTER);
        envoy.nack(first, message);
        assertSilent(envoy);
        server.publish(CLUSTER, cluster("good", 2));
        XdsReply second = envoy.next(CLUSTER);
        assertThat(second.names()).containsExactly("bad", "good");
        envoy.nack(second, message);
        assertSilent(envoy);
        server.publish(CLUSTER, cluster("bad", 2));
        XdsReply mended = envoy.take(CLUSTER);
        assertThat(mended.names()).containsExactly("bad", "good");
        assertThat(mended.body("good")).isEqualTo(cluster("good", 2).body());
        assertSilent(envoy);
    }

    @Test
    void lastGoodFormGoesAlongWhereItIsKnown() {
        server.publish(CLUSTER, cluster("bad", 1), cluster("good", 1));
        SotwStream envoy = back("an earlier version");
        envoy.take(CLUSTER);
        server.publish(CLUSTER, cluster("bad", 2));
        envoy.nack(envoy.next(CLUSTER), "Error adding/updating cluster(s) bad: no such thing");
        assertSilent(envoy);
        server.publish(CLUSTER, cluster("good", 2));
        XdsReply reply = envoy.take(CLUSTER);
        assertThat(reply.body("bad")).isEqualTo(cluster("bad", 1).body());
    }

    @Test
    void listenerThatWaitsForItsClusterIsNotLeftOutMeanwhile() {
        server.publish(CLUSTER, cluster("slow", 1));
        server.publish(LISTENER, listener("one", "slow", 1), listener("two", "else", 1));
        SotwStream envoy = back("an earlier version");
        XdsReply clusters = envoy.next(CLUSTER);
        envoy.resume(LISTENER, "an earlier version");
        server.settle(envoy, LISTENER);
        assertThat(envoy.arrived(LISTENER)).isNull();
        envoy.ack(clusters);
        assertThat(envoy.take(LISTENER).names()).containsExactly("one", "two");
    }

    @Test
    void clientThatHasNothingGetsTheRestOfWhatItRejectsAsAWhole() {
        server.publish(CLUSTER, cluster("bad", 1), cluster("good", 1));
        SotwStream envoy = server.sotw();
        envoy.subscribeAll(CLUSTER);
        envoy.nack(envoy.next(CLUSTER), "something is wrong");
        XdsReply half = envoy.next(CLUSTER);
        envoy.nack(half, "something is wrong");
        assertThat(half.names()).containsExactly("bad");
        assertThat(envoy.take(CLUSTER).names()).containsExactly("good");
        assertSilent(envoy);
    }

    private SotwStream back(String version) {
        SotwStream envoy = server.sotw();
        envoy.resume(CLUSTER, version);
        return envoy;
    }

    private void assertSilent(SotwStream envoy) {
        server.settle(envoy, CLUSTER);
        assertThat(envoy.arrived(CLUSTER)).isNull();
    }
}
