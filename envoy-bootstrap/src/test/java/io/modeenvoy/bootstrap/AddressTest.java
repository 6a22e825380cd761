package io.modeenvoy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as people write them. */
class AddressTest {
    @Test
    void parsesSocketsAndPorts() {
        assertThat(Address.parse("unix:/run/a.sock")).isEqualTo(new Address.Unix("/run/a.sock"));
        assertThat(Address.parse("unix:///run/a.sock")).isEqualTo(new Address.Unix("/run/a.sock"));
        assertThat(Address.parse("ads.example.com:18000")).isEqualTo(new Address.Tcp("ads.example.com", 18000));
        assertThat(Address.parse("[::1]:80")).isEqualTo(new Address.Tcp("::1", 80));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:/run/a.sock", "ads.example.com:18000", "[::1]:80"})
    void printsWhatItParses(String text) {
        assertThat(Address.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "host:", ":80", "host:port", "host:70000"})
    void rejectsWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> Address.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }
}
