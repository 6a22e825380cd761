package io.modeenvoy.authz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PathsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "items",
                "*",
                "//",
                "/a//b",
                "/..",
                "/a/../b",
                "/a/..",
                "/./a",
                "/a/.",
                "/a/..;/b",
                "/a/..;x=y/b",
                "/a%2fb",
                "/a%2Fb",
                "/a%5cb",
                "/a\\b",
                "/%2e%2e/b",
                "/.%2E/b",
                "/a%00",
                "/a%252fb",
                "/a b",
                "/a\tb"
            })
    void suspectsWhatCanBeReadInTwoWays(String path) {
        assertThat(Paths.ambiguous(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/items",
                "/items/",
                "/items?next=//evil/..%2f",
                "/.well-known/x",
                "/a/...",
                "/a/.../b",
                "/a/..b/c",
                "/a/b..",
                "/v1.0/x.y",
                "/caf%C3%A9",
                "/a;x=y/b",
                "/100%25"
            })
    void letsOrdinaryPathsPass(String path) {
        assertThat(Paths.ambiguous(path)).isFalse();
    }
}
