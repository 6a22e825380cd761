package io.modeenvoy.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GrpcAddressTest {
    @ParameterizedTest
    @CsvSource({
        "unix:/run/a.sock, unix:/run/a.sock",
        "unix:///run/a.sock, unix:/run/a.sock",
        "unix:a.sock, unix:a.sock",
        "localhost:8080, localhost:8080",
        "127.0.0.1:0, 127.0.0.1:0",
        "[::1]:18000, [::1]:18000",
        "control-plane.modeenvoy.svc:18000, control-plane.modeenvoy.svc:18000"
    })
    void readsWhatPeopleWrite(String text, String printed) {
        assertThat(GrpcAddress.parse(text)).hasToString(printed);
        assertThat(GrpcAddress.parse(printed)).isEqualTo(GrpcAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unix:",
                "localhost",
                ":80",
                "localhost:",
                "localhost:http",
                "localhost:65536",
                "localhost:-1"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GrpcAddress.parse(text))
                .withMessageContaining("expected:");
    }

    @Test
    void refusesAPathLongerThanTheSystemTakes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GrpcAddress.UnixSocket(Path.of("/" + "a".repeat(110))))
                .withMessageContaining("expected: a path of 1 to 106 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, true",
        "LOCALHOST, true",
        "127.0.0.1, true",
        "127.9.9.9, true",
        "::1, true",
        "0.0.0.0, false",
        "10.0.0.1, false",
        "127.0.0.1.evil.example, false"
    })
    void knowsWhatIsLoopback(String host, boolean loopback) {
        assertThat(new GrpcAddress.HostPort(host, 1).loopback()).isEqualTo(loopback);
    }

    @Test
    void opensNoPlainTextChannelToAnotherMachine() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GrpcAddress.parse("10.0.0.1:80").channel())
                .withMessageContaining("expected: a loopback address or a Unix socket");
    }
}
