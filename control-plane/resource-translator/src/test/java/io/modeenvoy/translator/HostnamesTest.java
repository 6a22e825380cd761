package io.modeenvoy.translator;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.ir.Hostname;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostnamesTest {
    @ParameterizedTest
    @CsvSource({
        "*, a.example.com, a.example.com",
        "*.example.com, a.example.com, a.example.com",
        "*.example.com, a.b.example.com, a.b.example.com",
        "*.example.com, *.b.example.com, *.b.example.com",
        "a.example.com, a.example.com, a.example.com",
        "*, *, *",
    })
    void twoThatMeetGiveTheNarrowerOne(String one, String other, String shared) {
        assertThat(Hostnames.intersect(new Hostname(one), new Hostname(other))).isEqualTo(new Hostname(shared));
        assertThat(Hostnames.intersect(new Hostname(other), new Hostname(one))).isEqualTo(new Hostname(shared));
    }

    @ParameterizedTest
    @CsvSource({
        "*.example.com, example.com",
        "*.example.com, xexample.com",
        "a.example.com, b.example.com",
        "*.a.example.com, *.b.example.com",
    })
    void othersDoNotMeet(String one, String other) {
        assertThat(Hostnames.intersect(new Hostname(one), new Hostname(other))).isNull();
        assertThat(Hostnames.intersect(new Hostname(other), new Hostname(one))).isNull();
    }

    @Test
    void absentIsAnyAndUpperCaseIsLowered() {
        assertThat(Hostnames.parse(null)).contains(Hostname.ANY);
        assertThat(Hostnames.parse("Shop.Example.COM")).contains(new Hostname("shop.example.com"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "*", "*.", "a.*.com", "-a.com", "a..b", "ä.example.com", "a/b"})
    void whatIsNoHostnameIsRefused(String text) {
        assertThat(Hostnames.parse(text)).isEmpty();
    }
}
