package io.modeenvoy.testkit.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The judge and the recording upstreams find what they are there to find: here no gateway stands between client and upstream. */
final class TrialTest {
    private static final String KEY = "me_live_0123";

    private final Site site = new Site();
    private final WireCalls calls = new WireCalls(7, KEY);

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void makesTheSameCallOfTheSameSeedAndNumber() {
        assertThat(IntStream.range(0, 200).mapToObj(calls::any).toList())
                .isEqualTo(IntStream.range(0, 200)
                        .mapToObj(new WireCalls(7, KEY)::any)
                        .toList());
        assertThat(calls.any(1)).isNotEqualTo(new WireCalls(8, KEY).any(1));
    }

    @Test
    void findsTheCallersKeyAtAnUpstream() {
        try (Trial trial = new Trial(site, site.port(Site.Upstream.GOOD), KEY)) {
            assertThat(trial.run(plain("a", "{\"model\":\"one\"}"), plain("b", "{\"model\":\"one\"}"))
                            .problems())
                    .containsExactly(
                            "at GOOD: the caller's key in authorization", "at GOOD: the caller's key in authorization");
        }
    }

    @Test
    void findsAModelThatTheCallWasNotRoutedBy() {
        try (Trial trial = new Trial(site, site.port(Site.Upstream.GOOD), KEY)) {
            String twice = "{\"model\":\"one\",\"model\":\"ghost\"}";

            assertThat(trial.run(plain("a", twice), plain("b", "{\"model\":\"one\"} {}"))
                            .problems())
                    .contains("at GOOD: models [one, ghost] (expected: one)", "at GOOD: something after the object");
        }
    }

    @Test
    void findsARequestTooMany() {
        try (Trial trial = new Trial(site, site.port(Site.Upstream.GOOD), KEY)) {
            assertThat(trial.run(plain("a", "{\"model\":\"one\"}"), plain("a", "{\"model\":\"one\"}"))
                            .problems())
                    .anyMatch(problem -> problem.startsWith("2 requests at GOOD (expected: 1)"));
        }
    }

    @Test
    void findsABodyThatIsSentTwice() throws IOException {
        String body = "{\"model\":\"one\"}";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.port(Site.Upstream.GOOD))) {
            String head = "POST / HTTP/1.1\r\nx-call: a\r\ncontent-length: " + body.length() + "\r\n\r\n";
            socket.getOutputStream().write(Bytes.latin(head + body + body + "\r\n\r\n"));
            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
        }

        assertThat(site.strays()).contains("GOOD: bytes that are no request: " + body);
    }

    private static WireCall plain(String id, String body) {
        return new WireCall(
                id,
                "/",
                Framings.PLAIN_1,
                List.of(new WireCall.Field("authorization", "Bearer " + KEY)),
                ByteString.copyFromUtf8(body),
                Target.ONE,
                true);
    }
}
