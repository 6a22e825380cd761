package io.modeenvoy.xds.server;

import static io.modeenvoy.xds.server.Fixtures.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.testkit.xds.XdsReply;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client is told again, and what it is not. */
final class ToldAgainTest {
    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource(Access.AT_ONCE)
    void removalInARejectedResponseIsToldAgain(Access access) {
        server.publish(access, "a", 1);
        server.publish(access, "gone", 1);
        Client envoy = server.connect(access);
        envoy.subscribeAll();
        envoy.take();
        envoy.settle();
        server.store.publish(
                GROUP,
                new ChangeSet(
                        Map.of(access.typeUrl(), Map.of("a", access.resource("a", 2))),
                        Map.of(access.typeUrl(), Set.of("gone"))));
        XdsReply reply = envoy.next();
        assertThat(reply.removed()).containsExactly("gone");
        envoy.nack(reply, "no");
        XdsReply again = envoy.next();
        assertThat(again.removed()).containsExactly("gone");
        assertThat(again.names()).isEmpty();
        envoy.nack(again, "no"); // for nothing
        envoy.isSilent();
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void sentRemovedAndRestoredWhileUnansweredIsNotSentAgain(Access access) {
        publish(access);
        Client envoy = server.connect(access);
        envoy.subscribe("a", "b");
        XdsReply first = envoy.next();
        server.remove(access, "a", "b");
        envoy.settle();
        publish(access);
        envoy.ack(first);
        envoy.isSilent();
    }

    private void publish(Access access) {
        server.publish(access.typeUrl(), access.resource("a", 1), access.resource("b", 1));
    }
}
