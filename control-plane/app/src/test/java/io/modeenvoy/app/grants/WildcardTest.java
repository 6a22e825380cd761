package io.modeenvoy.app.grants;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a pattern covers. */
final class WildcardTest {
    @ParameterizedTest
    @CsvSource({
        "edge-1, edge-1",
        "*, ''",
        "*, anything at all",
        "edge-*, edge-",
        "edge-*, edge-1",
        "*-1, edge-1",
        "gateway/*/edge, gateway/infra/edge",
        "gateway/*/edge, gateway/a/b/edge",
        "a*b*c, a-b-b-c",
        "a**c, ac",
        "a.c, a.c",
    })
    void covers(String pattern, String text) {
        assertThat(new Wildcard(pattern).matches(text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "edge-1, edge-10",
        "edge-1, my-edge-1",
        "edge-*, edge",
        "edge-*, Edge-1",
        "ab*ba, aba",
        "a*b*c, a-c-b",
        "a*b*b, ab",
        "a.c, abc",
        "'', a",
    })
    void doesNotCover(String pattern, String text) {
        assertThat(new Wildcard(pattern).matches(text)).isFalse();
    }
}
