package io.modeenvoy.xds.server;

import static io.modeenvoy.xds.server.Fixtures.GROUP;
import static io.modeenvoy.xds.server.Fixtures.cluster;
import static io.modeenvoy.xds.server.Fixtures.endpoints;
import static io.modeenvoy.xds.server.XdsTypes.CLUSTER;
import static io.modeenvoy.xds.server.XdsTypes.ENDPOINT;
import static io.modeenvoy.xds.server.XdsTypes.RUNTIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.testkit.xds.DeltaStream;
import io.modeenvoy.testkit.xds.XdsReply;
import io.modeenvoy.testkit.xds.XdsStream;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Items 13 to 17, 25, 26 and 39 of the protocol suite: what ACK and NACK lead to. */
final class AnswerTest {
    private static final String BAD_B = "Error adding/updating cluster(s) b: no such thing";

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void i13RejectionIsParkedWhileTheFixAndUnrelatedChangesAreDelivered(Dialect dialect) {
        server.publish(CLUSTER, cluster("a", 1));
        XdsStream envoy = server.open(dialect);
        envoy.subscribeAll(CLUSTER);
        envoy.take(CLUSTER);
        server.publish(CLUSTER, cluster("b", 1));
        envoy.nack(envoy.next(CLUSTER), BAD_B);
        assertSilent(envoy, CLUSTER);
        server.publish(CLUSTER, cluster("c", 1));
        assertThat(envoy.take(CLUSTER).names()).contains("c").doesNotContain("b");
        server.publish(CLUSTER, cluster("b", 2));
        assertThat(envoy.take(CLUSTER).names()).contains("b");
        assertSilent(envoy, CLUSTER);
    }

    @ParameterizedTest
    @EnumSource
    void i14GoodOnesOfARejectedResponseAreInUseWhenTheMessageNamesTheBadOne(Dialect dialect) {
        server.publish(CLUSTER, cluster("a", 1), cluster("b", 1), cluster("c", 1));
        XdsStream envoy = server.open(dialect);
        envoy.subscribeAll(CLUSTER);
        envoy.nack(envoy.next(CLUSTER), BAD_B);
        assertSilent(envoy, CLUSTER);
        assertThat(programmed("a")).isEqualTo(1);
        assertThat(programmed("b")).isZero();
        server.publish(CLUSTER, cluster("c", 2));
        assertThat(envoy.take(CLUSTER).names()).contains("c").doesNotContain("b");
    }

    @ParameterizedTest
    @EnumSource
    void i14BadOneOfManyIsFoundByHalvesWhenTheMessageNamesNone(Dialect dialect) {
        server.publish(CLUSTER, cluster("a", 1), cluster("b", 1), cluster("c", 1), cluster("d", 1), cluster("e", 1));
        XdsStream envoy = server.open(dialect);
        envoy.subscribeAll(CLUSTER);
        int rejected = answerUntilSilent(envoy, "c");
        assertThat(rejected).isLessThanOrEqualTo(4);
        assertThat(programmed("a") + programmed("b") + programmed("d") + programmed("e"))
                .isEqualTo(4);
        assertThat(rejection("c")).contains("something is wrong");
    }

    @ParameterizedTest
    @EnumSource
    void i14BrokenMessageIsNamedAndTheOthersComeAgainWithoutIt(Dialect dialect) {
        server.publish(CLUSTER, cluster("a", 1), cluster("b", 1), cluster("c", 1));
        XdsStream envoy = server.open(dialect);
        envoy.subscribeAll(CLUSTER);
        envoy.nack(
                envoy.next(CLUSTER),
                "goo.gle/debugstr\nname: \"b\"\nalt_stat_name: \"a\"\n: Proto constraint validation failed (because)");
        assertThat(envoy.take(CLUSTER).names()).containsExactly("a", "c");
        assertSilent(envoy, CLUSTER);
    }

    @ParameterizedTest
    @EnumSource
    void i15RejectedChangeThatIsTakenBackIsNotSent(Dialect dialect) {
        server.publish(CLUSTER, cluster("a", 1));
        XdsStream envoy = server.open(dialect);
        envoy.subscribeAll(CLUSTER);
        envoy.take(CLUSTER);
        server.publish(CLUSTER, cluster("a", 2));
        envoy.nack(envoy.next(CLUSTER), "no");
        envoy.barrier(RUNTIME);
        assertThat(rejection("a")).contains("no");
        server.publish(CLUSTER, cluster("a", 1));
        assertSilent(envoy, CLUSTER);
        assertThat(TypeAcks.orNone(server.board.nodes().getFirst().types().get(CLUSTER))
                        .rejections())
                .isEmpty();
        assertThat(programmed("a")).isEqualTo(1);
    }

    @Test
    void i16StaleRejectionChangesNothing() {
        server.publish(CLUSTER, cluster("a", 1));
        DeltaStream envoy = server.delta();
        envoy.subscribeAll(CLUSTER);
        XdsReply first = envoy.take(CLUSTER);
        server.publish(CLUSTER, cluster("a", 2));
        XdsReply second = envoy.next(CLUSTER);
        envoy.nack(first, "too late");
        envoy.ack(second);
        envoy.barrier(RUNTIME);
        assertThat(programmed("a")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void i17SecondAckOfOneResponseIsHarmless(Dialect dialect) {
        server.publish(CLUSTER, cluster("a", 1));
        XdsStream envoy = server.open(dialect);
        envoy.subscribeAll(CLUSTER);
        XdsReply reply = envoy.take(CLUSTER);
        envoy.ack(reply);
        assertSilent(envoy, CLUSTER);
        server.publish(CLUSTER, cluster("a", 2));
        assertThat(envoy.take(CLUSTER).names()).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource
    void i25ChangesWhileAResponseIsUnansweredComeAsOne(Dialect dialect) {
        server.publish(ENDPOINT, endpoints("a", 1), endpoints("b", 1));
        XdsStream envoy = server.open(dialect);
        envoy.subscribe(ENDPOINT, "a", "b");
        XdsReply first = envoy.next(ENDPOINT);
        server.publish(ENDPOINT, endpoints("a", 2));
        server.publish(ENDPOINT, endpoints("b", 2));
        server.publish(ENDPOINT, endpoints("a", 3));
        assertSilent(envoy, ENDPOINT);
        envoy.ack(first);
        XdsReply merged = envoy.take(ENDPOINT);
        assertThat(merged.names()).containsExactly("a", "b");
        assertThat(merged.body("a")).isEqualTo(endpoints("a", 3).body());
        assertSilent(envoy, ENDPOINT);
    }

    @ParameterizedTest
    @EnumSource
    void i26ChangeThereAndBackWhileUnansweredIsNotSent(Dialect dialect) {
        server.publish(ENDPOINT, endpoints("a", 1));
        XdsStream envoy = server.open(dialect);
        envoy.subscribe(ENDPOINT, "a");
        XdsReply first = envoy.next(ENDPOINT);
        server.publish(ENDPOINT, endpoints("a", 2));
        server.publish(ENDPOINT, endpoints("a", 1));
        envoy.ack(first);
        assertSilent(envoy, ENDPOINT);
    }

    @Test
    void clientThatDoesNotAnswerIsNotWaitedForForeverAndItsLateRejectionCounts() {
        server.publish(CLUSTER, cluster("a", 1));
        DeltaStream envoy = server.delta();
        envoy.subscribeAll(CLUSTER);
        XdsReply first = envoy.next(CLUSTER);
        server.publish(CLUSTER, cluster("b", 1));
        assertSilent(envoy, CLUSTER);
        server.clock.advance(Duration.ofSeconds(5));
        XdsReply second = envoy.next(CLUSTER);
        assertThat(second.names()).containsExactly("b");
        envoy.nack(first, "a is bad");
        envoy.ack(second);
        envoy.barrier(RUNTIME);
        assertThat(rejection("a")).contains("a is bad");
        assertThat(programmed("b")).isEqualTo(1);
    }

    /** ACKs what does not carry {@code bad} anew, rejects what does, and says how often. */
    private int answerUntilSilent(XdsStream envoy, String bad) {
        int rejected = 0;
        XdsReply reply = envoy.next(CLUSTER);
        while (reply != null) {
            if (new TreeSet<>(reply.names()).contains(bad)) {
                rejected++;
                envoy.nack(reply, "something is wrong");
            } else {
                envoy.ack(reply);
            }
            envoy.barrier(RUNTIME);
            reply = envoy.arrived(CLUSTER);
        }
        return rejected;
    }

    private int programmed(String name) {
        return server.board.programmed(GROUP, key(name), version(name)).acked();
    }

    private List<String> rejection(String name) {
        return server.board.programmed(GROUP, key(name), version(name)).rejections();
    }

    private String version(String name) {
        String version = server.store.version(GROUP, key(name));
        return version == null ? "" : version;
    }

    private static ResourceKey key(String name) {
        return new ResourceKey(CLUSTER, name);
    }

    private static void assertSilent(XdsStream envoy, String typeUrl) {
        envoy.barrier(RUNTIME);
        assertThat(envoy.arrived(typeUrl)).isNull();
    }
}
