package io.modeenvoy.xds.server;

import static io.modeenvoy.xds.server.XdsTypes.ENDPOINT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.modeenvoy.testkit.xds.XdsReply;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Items 32 and 37 of the protocol suite: what is large or slow. */
final class TransportTest {
    private static final int MEGABYTE = 1 << 20;

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource(Access.SOME)
    void i37ManyMegabytesGoBothWays(Access access) {
        server.publish(access.typeUrl(), large(access, 1, 8 * MEGABYTE));
        Client envoy = server.connect(access);
        String[] names = IntStream.range(0, 5_000)
                .mapToObj(i -> "name-" + i + "-" + "x".repeat(1_000))
                .toArray(String[]::new);
        envoy.subscribe(names);
        envoy.subscribe("large");
        XdsReply reply = envoy.take();
        while (!reply.names().contains("large")) {
            reply = envoy.take();
        }
        assertThat(reply.body("large")).isEqualTo(large(access, 1, 8 * MEGABYTE).body());
    }

    @ParameterizedTest
    @MethodSource(Access.ALL)
    void i32ReaderThatDoesNotAnswerGetsOneMergedResponseAndNotAQueue(Access access) {
        server.publish(access, "a", 0);
        Client envoy = server.connect(access);
        envoy.subscribe("a");
        XdsReply first = envoy.next();
        for (int mark = 1; mark <= 50; mark++) {
            server.publish(access, "a", mark);
        }
        envoy.ack(first);
        assertThat(envoy.take().body("a")).isEqualTo(access.resource("a", 50).body());
        envoy.isSilent();
    }

    @ParameterizedTest
    @MethodSource(Access.SOME)
    void i32StalledReaderCostsTheServerNoMoreThanTheMergedState(Access access) {
        server.publish(access.typeUrl(), large(access, 0, 2 * MEGABYTE));
        Client envoy = server.connect(access);
        Line line = server.line(envoy.stream());
        line.stall();
        envoy.subscribe("large");
        List<WeakReference<XdsResource>> published = new ArrayList<>();
        for (int mark = 1; mark <= 30; mark++) {
            XdsResource update = large(access, mark, 2 * MEGABYTE);
            published.add(new WeakReference<>(update));
            server.publish(access.typeUrl(), update);
            server.clock.advance(TestServer.PATIENCE);
            envoy.settle();
        }
        assertThat(line.answered()).isLessThanOrEqualTo(3); // one read, one on the way, one that filled the transport
        assertThat(alive(published)).isLessThanOrEqualTo(4);
        line.resume();
        XdsReply reply = envoy.take();
        while (!reply.body("large").equals(large(access, 30, 2 * MEGABYTE).body())) {
            reply = envoy.take();
        }
        assertThat(line.answered()).isLessThanOrEqualTo(4);
    }

    @ParameterizedTest
    @MethodSource(Access.SOME)
    void i32StalledReaderHoldsUpNobodyElse(Access access) {
        server.publish(access.typeUrl(), large(access, 0, 2 * MEGABYTE));
        Client slow = server.connect(access);
        server.line(slow.stream()).stall();
        slow.subscribeAll();
        Client fast = server.connect(access);
        fast.subscribe("a");
        for (int mark = 1; mark <= 20; mark++) {
            server.publish(access, "a", mark);
            XdsReply reply = fast.take();
            while (!reply.names().contains("a")) {
                reply = fast.take();
            }
            assertThat(reply.body("a")).isEqualTo(access.resource("a", mark).body());
        }
    }

    @Test
    void oneChangedEndpointCostsAFewHundredBytes() {
        XdsResource changed = Fixtures.endpoints("c7", 2);
        int size = Wire.deltaPrefix(ENDPOINT, changed).size()
                + changed.body().size()
                + Wire.type(ENDPOINT).size()
                + Wire.nonce("zz").size();
        assertThat(size).isLessThan(350);
    }

    /** How many are still held by anybody once the collector has been asked often enough. */
    private static long alive(List<WeakReference<XdsResource>> published) {
        long alive = published.size();
        for (int i = 0; i < 20 && alive > 4; i++) {
            System.gc();
            alive = published.stream()
                    .filter(reference -> reference.get() != null)
                    .count();
        }
        return alive;
    }

    private static XdsResource large(Access access, int mark, int size) {
        return new XdsResource("large", access.resource("large", mark).body().concat(padding(size)));
    }

    /** An unknown field of that many bytes. */
    private static ByteString padding(int size) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        1_000,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFrom(new byte[size]))
                                .build())
                .build()
                .toByteString();
    }
}
