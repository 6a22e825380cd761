package io.modeenvoy.translator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import io.modeenvoy.crd.SizeLimit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RegexSizeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(((a{1000}){1000}){1000})",
                "(?:x{0,1000}){0,1000}",
                "(a{40}){40}",
                "((a{11}b){11}){11}",
                "(?:a{1000}){2,}",
                "(?P<name>(?i:a{1000}){1000})",
                "((((a{10}){10}){10}){10})",
                "((a{1000}){1000}",
                "(?:\\pL{1000}){1000}",
                "(?:\\Q{{{\\E{1000}){1000}"
            })
    void whatMultipliesIsRefusedUnread(String pattern) {
        assertThat(RegexSize.flaw(pattern)).isPresent();
    }

    static Stream<String> large() {
        return Stream.of(
                "(?:" + "abcdefghij".repeat(100) + "){1000}",
                "a{1000}".repeat(500),
                "(?:" + "a|".repeat(1000) + "b){1000}",
                "[a-\\x{1E943}]{1000}".repeat(100),
                "\\pL{1000}".repeat(100),
                "(".repeat(2000) + ")".repeat(2000),
                "(?:".repeat(1000) + "a" + ")*".repeat(1000),
                "x".repeat(4097));
    }

    @ParameterizedTest
    @MethodSource("large")
    void whatIsLargeIsRefusedUnread(String pattern) {
        assertThat(RegexSize.flaw(pattern))
                .hasValueSatisfying(flaw -> assertThat(flaw)
                        .contains("(expected: a regular expression of at most ")
                        .hasSizeLessThan(300));
    }

    /** Small for RE2/J, which reads characters; Envoy's RE2 reads bytes and refuses them, and the whole route table with them. */
    @ParameterizedTest
    @ValueSource(strings = {"\\pL{1000}", "\\PL{1000}", "[^\\pL]{1000}", "(?:\\pL\\pN){400}", "(?i)(\\p{Lu}x){900}"})
    void whatIsLargeInEnvoyIsRefused(String pattern) {
        assertThat(RegexSize.flaw(pattern))
                .hasValueSatisfying(flaw -> assertThat(flaw).contains("instructions in Envoy"));
    }

    @Test
    void aClassOfManyLettersRepeatedIsLargeInEnvoy() {
        String letters = IntStream.range(0, 900)
                .mapToObj(i -> Character.toString(0x4E00 + 2 * i))
                .collect(Collectors.joining());

        assertThat(RegexSize.flaw("[" + letters + "]{700}")).isPresent();
        assertThat(RegexSize.flaw("[" + letters + "]{1,40}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {".{1000}", "[^/]{1000}", "\\W{1000}", "^[\\pL\\pN _.-]{1,255}$", "\\pL{200}"})
    void whatEnvoyTakesIsLeftToTheCompiler(String pattern) {
        assertThat(RegexSize.flaw(pattern)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/users/[0-9]{1,20}/[a-z0-9-]{8,36}",
                "a{1000}",
                "(a{50}){20}",
                "(?:a{10}b{10}){10}",
                "[[:alpha:]]{3}[]a]{2}[^]{}]{1000}",
                "[{}]{1000}[)(]{1000}\\(\\)",
                "\\Q{1000}{1000}\\E{1000}",
                "{1000}{", // braces that bound nothing
                "a{,5}b{x}c{1,2,3}",
                "a{0}|b{0,0}",
                "(?i)\\p{Greek}{100}",
                "(?P<first>a)(?i)(?:b)(?s:.)"
            })
    void whatIsUsualIsLeftToTheCompiler(String pattern) {
        assertThat(RegexSize.flaw(pattern)).isEmpty();
    }

    static Stream<String> nearTheLimit() {
        return Stream.of(
                "a{1000}b{1000}c{1000}d{1000}e{900}",
                "(?:[a-z0-9]{1,30}/){33}",
                "(?:foo|bar|baz|fooled|barred){150}",
                "a".repeat(4000),
                "a|".repeat(2000) + "b",
                "(".repeat(90) + "a{50}" + ")".repeat(90));
    }

    @ParameterizedTest
    @MethodSource("nearTheLimit")
    void nothingIsRefusedThatCompilesSmall(String pattern) {
        assertThat(Pattern.compile(pattern).programSize()).isLessThanOrEqualTo(SizeLimit.REGEX_INSTRUCTIONS.most());
        assertThat(RegexSize.flaw(pattern)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?i)[\\x{42}-\\x{4042}]",
                "(?i)[a-\u4000]",
                "(?s-i:a)(?i:[^\u0430-\u2000])",
                "(?i)\\x{1C80}",
                "(?i)\u1c88",
                "(?i)\\Q\u1c80\\E"
            })
    void whoseCasesAreSoughtForEverIsRefusedUnread(String pattern) {
        assertThat(RegexSize.flaw(pattern))
                .contains("a character beyond ASCII in a class, or as \\x{...}, where case is ignored"
                        + " (expected: both cases of it, without (?i))");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?i)[a-z0-9_]+/[^/]+\\pL[\\pL\\pN]",
                "(?i)/caf\u00e9[\\x20-\\x7e]",
                "(?P<title>[\\x{42}-\\x{4042}])\u1c80",
                "[a-\u4000]i"
            })
    void whoseCasesAreFoundIsCompiled(String pattern) {
        assertThat(RegexSize.flaw(pattern)).isEmpty();
        assertThat(Pattern.compile(pattern).programSize()).isPositive();
    }

    @Test
    void whatPassesIsCompiledInLittleMemory() {
        Stream.concat(nearTheLimit(), Stream.of("[\\pL\\pN]".repeat(250), "(?i)" + "\\pL".repeat(250)))
                .forEach(pattern -> {
                    assertThat(RegexSize.flaw(pattern)).isEmpty();
                    assertThat(Allocated.by(
                                    () -> assertThat(Pattern.compile(pattern)).isNotNull()))
                            .as(pattern.substring(0, Math.min(40, pattern.length())))
                            .isLessThan(64L << 20);
                });
    }
}
