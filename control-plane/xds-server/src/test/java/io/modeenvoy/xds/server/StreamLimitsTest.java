package io.modeenvoy.xds.server;

import static io.modeenvoy.xds.server.Fixtures.cluster;
import static io.modeenvoy.xds.server.XdsTypes.CLUSTER;
import static io.modeenvoy.xds.server.XdsTypes.ENDPOINT;
import static io.modeenvoy.xds.server.XdsTypes.RUNTIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.Status.Code;
import io.modeenvoy.testkit.xds.XdsStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one stream may ask for. */
final class StreamLimitsTest {
    private final List<String> refused = Collections.synchronizedList(new ArrayList<>());
    private final XdsMetrics metrics = new XdsMetrics() {
        @Override
        public void refused(String reason) {
            refused.add(reason);
        }
    };
    private final TestServer server = new TestServer(
            XdsServerOptions.defaults().withPerStream(new StreamLimits(1, 5, 10)), AckListener.none(), metrics);

    @BeforeEach
    void know() {
        server.store.complete();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void moreRequestsThanAllowedEndTheStream(Dialect dialect) {
        XdsStream envoy = server.open(dialect);
        for (int i = 0; i < 6; i++) {
            envoy.subscribe(ENDPOINT, "name-" + i);
        }
        assertThat(envoy.ended().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(envoy.ended().getDescription()).contains("1 per second");
        assertThat(refused).containsExactly("request_rate");
    }

    @ParameterizedTest
    @EnumSource
    void timeBringsRequestsBack(Dialect dialect) {
        XdsStream envoy = server.open(dialect);
        for (int i = 0; i < 8; i++) {
            envoy.barrier(RUNTIME);
            server.clock.advance(Duration.ofSeconds(2));
        }
        assertThat(refused).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void answersAreNotCounted(Dialect dialect) {
        server.publish(CLUSTER, cluster("a", 0));
        XdsStream envoy = server.open(dialect);
        envoy.subscribeAll(CLUSTER);
        envoy.take(CLUSTER);
        for (int mark = 1; mark <= 50; mark++) {
            server.publish(CLUSTER, cluster("a", mark));
            envoy.take(CLUSTER);
        }
        assertThat(refused).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void moreNamesThanAllowedEndTheStream(Dialect dialect) {
        XdsStream envoy = server.open(dialect);
        envoy.subscribe(ENDPOINT, "a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
        envoy.barrier(RUNTIME);
        assertThat(refused).isEmpty();
        envoy.subscribe(ENDPOINT, "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k");
        assertThat(envoy.ended().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(refused).containsExactly("names");
    }

    @Test
    void aRequestThatIsTooLargeIsAnsweredAndOneThatIsMuchTooLargeIsCutOff() {
        try (TestServer small =
                new TestServer(XdsServerOptions.defaults().withMaxMessageBytes(1000), AckListener.none(), metrics)) {
            for (XdsMethod method : XdsMethod.all()) {
                Status answered = Raw.firstMessage(small.channel(), method, new byte[1001]);
                assertThat(answered.getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
                assertThat(answered.getDescription()).isEqualTo("request: 1001 bytes (expected: at most 1000)");
            }
            refused.clear();
            Status cut = Raw.firstMessage(small.channel(), XdsMethod.all().getFirst(), new byte[2001]);
            assertThat(cut.getCode()).isEqualTo(Code.CANCELLED);
        }
        assertThat(refused).containsExactly("message_size");
    }

    @Test
    void bytesThatAreNoRequestEndTheirStreamAndNoOther() {
        XdsStream envoy = server.open(Dialect.DELTA);
        for (XdsMethod method : XdsMethod.all()) {
            Status status = Raw.firstMessage(server.channel(), method, new byte[] {(byte) 0xff, 1, 2});
            assertThat(status.getCode()).isEqualTo(Code.INVALID_ARGUMENT);
            assertThat(status.getDescription()).endsWith("(expected: a discovery request)");
        }
        assertThat(refused).hasSize(XdsMethod.all().size()).containsOnly("malformed");
        envoy.barrier(RUNTIME);
    }

    @Test
    void namesThatAreKnownOrLeaveAreNotCountedTwice() {
        var envoy = server.delta();
        envoy.subscribe(ENDPOINT, "a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
        envoy.subscribe(ENDPOINT, "a", "b", "c");
        envoy.barrier(RUNTIME);
        assertThat(refused).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void madeUpTypesAreNotRememberedWithoutEnd(Dialect dialect) {
        try (TestServer patient = new TestServer()) {
            XdsStream envoy = dialect.open(patient.channel(), Fixtures.node("envoy-1"));
            for (int i = 0; i <= 100; i++) {
                envoy.subscribeAll("type.googleapis.com/made.up." + i);
            }
            assertThat(envoy.ended().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        }
    }

    @Test
    void aLimitOfNothingIsOurBug() {
        assertThatThrownBy(() -> new StreamLimits(0, 1, 1)).hasMessageContaining("expected: at least 1");
    }
}
