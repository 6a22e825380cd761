package io.modeenvoy.xds.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modeenvoy.testkit.xds.XdsReply;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Item 40 of the protocol suite: what dies without its server is kept alive by it. */
final class TtlTest {
    private static final Duration TTL = Duration.ofSeconds(20);
    private static final Duration HALF = Duration.ofSeconds(10);

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i40ResourceWithATtlIsKeptAliveAtHalfTheTime(Access access) {
        server.publish(access, "a", 1);
        server.publish(access.typeUrl(), access.resource("b", 1).withTtl(TTL));
        Client envoy = server.connect(access);
        envoy.subscribe("a", "b");
        assertThat(envoy.take().ttls()).isEqualTo(Map.of("b", TTL));
        envoy.isSilent();
        for (int i = 0; i < 3; i++) {
            server.clock.advance(HALF.minusMillis(1));
            envoy.isSilent();
            server.clock.advance(Duration.ofMillis(1));
            assertKeptAlive(access, envoy.take());
            envoy.isSilent();
        }
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i40TtlTakenAwayOrChangedIsSaidWithTheResource(Access access) {
        server.publish(access.typeUrl(), access.resource("a", 1).withTtl(TTL));
        Client envoy = server.connect(access);
        envoy.subscribe("a");
        envoy.take();
        server.publish(access.typeUrl(), access.resource("a", 1).withTtl(HALF));
        XdsReply shorter = envoy.take();
        assertThat(shorter.ttls()).isEqualTo(Map.of("a", HALF));
        assertThat(shorter.names()).containsExactly("a");
        server.publish(access, "a", 1);
        XdsReply forEver = envoy.take();
        assertThat(forEver.ttls()).isEmpty();
        assertThat(forEver.names()).containsExactly("a");
        envoy.settle();
        assertThat(server.clock.pending()).isEqualTo(1); // the age of the stream
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i40NobodyIsWokenForResourcesWithoutATtl(Access access) {
        server.publish(access, "a", 1);
        server.publish(access.typeUrl(), access.resource("b", 1).withTtl(TTL));
        Client envoy = server.connect(access);
        envoy.subscribe("a");
        envoy.take();
        envoy.settle();
        assertThat(server.clock.pending()).isEqualTo(1); // the age of the stream
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i40ClientThatDoesNotAnswerGetsItsHeartbeatWhenItIsNotWaitedForAnyMore(Access access) {
        server.publish(access.typeUrl(), access.resource("a", 1).withTtl(HALF), access.resource("b", 1));
        Client envoy = server.connect(access);
        envoy.subscribe("a", "b");
        envoy.take();
        server.publish(access, "b", 2);
        envoy.next();
        server.clock.advance(TestServer.PATIENCE);
        envoy.settle();
        XdsReply alive = envoy.next();
        assertThat(alive.ttls()).isEqualTo(Map.of("a", HALF));
    }

    @Test
    void ttlThatIsNotPositiveIsOurBug() {
        XdsResource resource = Kind.RTDS.resource("a", 1);
        assertThatThrownBy(() -> resource.withTtl(Duration.ZERO)).hasMessageContaining("ttl PT0S (expected: positive)");
    }

    /** Without its body in delta; whole where only what is whole counts. */
    private static void assertKeptAlive(Access access, XdsReply reply) {
        assertThat(reply.ttls()).isEqualTo(Map.of("b", TTL));
        if (access.isDelta()) {
            assertThat(reply.names()).isEmpty();
            assertThat(reply.versions())
                    .isEqualTo(Map.of("b", access.resource("b", 1).withTtl(TTL).version()));
        } else {
            assertThat(reply.body("b")).isEqualTo(access.resource("b", 1).body());
            assertThat(reply.names()).hasSize(access.kind().whole() ? 2 : 1);
        }
    }
}
