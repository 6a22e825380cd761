package io.modeenvoy.translator;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.ir.RequestMatch;
import io.modeenvoy.ir.RequestMatch.PathMatch;
import io.modeenvoy.ir.RequestMatch.ValueMatch;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OverlapTest {
    @ParameterizedTest
    @CsvSource({
        "PREFIX, /, EXACT, /a",
        "PREFIX, /a, EXACT, /a",
        "PREFIX, /a, EXACT, /a/",
        "PREFIX, /a, PREFIX, /a/b",
        "PREFIX, /v1/, PREFIX, /v1/chat",
        "EXACT, /a, EXACT, /a",
        "REGEX, /a.*, PREFIX, /a/b",
        "REGEX, /ab?c, PREFIX, /ac",
        "REGEX, /a/\uD83D\uDE00?b.*, PREFIX, /a/b",
        "REGEX, /x|/a, EXACT, /a",
        "REGEX, .*, EXACT, /a",
        "REGEX, /a/[0-9]+, REGEX, /a/.*",
    })
    void pathsThatOneCallCanHaveMeet(Kind kind, String path, Kind otherKind, String other) {
        assertThat(meet(kind, path, otherKind, other)).isTrue();
        assertThat(meet(otherKind, other, kind, path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "PREFIX, /a, EXACT, /ab",
        "PREFIX, /a, PREFIX, /ab",
        "PREFIX, /a/b, EXACT, /a",
        "EXACT, /a, EXACT, /a/",
        "EXACT, /a, PREFIX, /a/b",
        "REGEX, /a/.*, PREFIX, /b",
        "REGEX, /a/[0-9]+, REGEX, /b/.*",
    })
    void othersDoNotMeet(Kind kind, String path, Kind otherKind, String other) {
        assertThat(meet(kind, path, otherKind, other)).isFalse();
        assertThat(meet(otherKind, other, kind, path)).isFalse();
    }

    @Test
    void methodsHeadersAndParametersKeepApart() {
        assertThat(Overlap.of(match("GET", List.of()), match("POST", List.of())))
                .isFalse();
        assertThat(Overlap.of(match("GET", List.of()), match(null, List.of()))).isTrue();
        assertThat(Overlap.of(match(null, tier("gold", false)), match(null, tier("silver", false))))
                .isFalse();
        assertThat(Overlap.of(match(null, tier("gold", false)), match(null, tier("silver", true))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"gpt-*, gpt-4o", "*, gpt-4o", "gpt-*, gpt-4*", "a, a"})
    void modelPatternsMeet(String one, String other) {
        assertThat(Overlap.ofModels(one, other)).isTrue();
        assertThat(Overlap.ofModels(other, one)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"gpt-*, claude", "a, b", "gpt-4*, gpt-5*"})
    void modelPatternsKeepApart(String one, String other) {
        assertThat(Overlap.ofModels(one, other)).isFalse();
        assertThat(Overlap.ofModels(other, one)).isFalse();
    }

    enum Kind {
        EXACT,
        PREFIX,
        REGEX
    }

    private static boolean meet(Kind kind, String path, Kind otherKind, String other) {
        return Overlap.of(match(kind, path), match(otherKind, other));
    }

    private static RequestMatch match(Kind kind, String path) {
        PathMatch match = switch (kind) {
            case EXACT -> new PathMatch.Exact(path);
            case PREFIX -> new PathMatch.Prefix(path);
            case REGEX -> new PathMatch.Regex(path);
        };
        return new RequestMatch(match, null, List.of(), List.of());
    }

    private static RequestMatch match(@Nullable String method, List<ValueMatch> headers) {
        return new RequestMatch(new PathMatch.Prefix("/"), method, headers, headers);
    }

    private static List<ValueMatch> tier(String value, boolean regex) {
        return List.of(new ValueMatch("x-tier", value, regex));
    }
}
