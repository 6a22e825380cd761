package io.modeenvoy.translator;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.ir.IpLiteral;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IpLiteralTest {
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "10.0.0.1", "255.255.255.255", "127.0.0.1"})
    void fourPlainNumbersAreAnAddress(String text) {
        assertThat(IpLiteral.isFour(text)).isTrue();
        assertThat(IpLiteral.isSix(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"::", "::1", "fd00::1", "FD00:0:0:0:0:0:0:1", "64:ff9b::10.0.0.1"})
    void groupsOfHexadecimalDigitsAreOne(String text) {
        assertThat(IpLiteral.isSix(text)).isTrue();
        assertThat(IpLiteral.isFour(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "010.0.0.1",
                "10.0.0.01",
                "10.0.0.256",
                "10.0.1",
                "10.0.0.1.2",
                "0x0a.0.0.1",
                "167772161",
                " 10.0.0.1",
                "10.0.0.1:80",
                "10.0.0.1/32",
                "::ffff:10.0.0.1",
                "::ffff:a00:1",
                "64:ff9b::010.0.0.1",
                "fe80::1%eth0",
                "[::1]",
                "1:2:3:4:5:6:7",
                ":::",
                "host",
                "abc",
                "a.b.c.d",
            })
    void whatProgramsReadDifferentlyOrNotAtAllIsNone(String text) {
        assertThat(IpLiteral.parse(text)).isEmpty();
    }
}
