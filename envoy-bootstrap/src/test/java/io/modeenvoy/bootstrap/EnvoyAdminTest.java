package io.modeenvoy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of the bytes that Envoy's admin interface sends. */
final class EnvoyAdminTest {
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=UTF-8\r\ntransfer-encoding: chunked\r\n\r\n";

    @Test
    void joinsTheChunksOfAnAnswer() throws IOException {
        assertThat(parse(HEAD + "3\r\na\r\n\r\nB\r\n0123456789x\r\n0\r\n\r\n"))
                .isEqualTo(new EnvoyAdmin.Answer(200, "text/plain; charset=UTF-8", "a\r\n0123456789x"));
    }

    @Test
    void readsAnAnswerOfOnePiece() throws IOException {
        assertThat(parse("HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\nno"))
                .isEqualTo(new EnvoyAdmin.Answer(404, "text/plain", "no"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\n",
                "SSH-2.0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n",
            })
    void whatIsNoWholeAnswerIsAFailure(String bytes) {
        assertThatThrownBy(() -> parse(bytes)).isInstanceOf(IOException.class);
    }

    private static EnvoyAdmin.Answer parse(String bytes) throws IOException {
        return EnvoyAdmin.parse(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }
}
