package io.modeenvoy.proc.usage;

import static io.modeenvoy.proc.usage.Doubt.IMPOSSIBLE;
import static io.modeenvoy.proc.usage.Doubt.OVER_TOTAL;
import static io.modeenvoy.proc.usage.Doubt.UNEXPLAINED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The parts of a report, compared with its total. */
final class ReportedTest {
    private static Map<Count, Long> told(String text) {
        Map<Count, Long> told = new EnumMap<>(Count.class);
        for (String part : text.split(" ", -1)) {
            String[] pair = part.split("=", -1);
            told.put(Count.valueOf(pair[0]), Long.valueOf(pair[1]));
        }
        return told;
    }

    static Stream<Arguments> reports() {
        return Stream.of(
                Arguments.of(
                        "the parts are the total", "INPUT=9 OUTPUT=12 TOTAL=21", new Tokens(9, 0, 12, 0), Set.of()),
                Arguments.of("no total", "INPUT=9 OUTPUT=12 REASONING=5", new Tokens(9, 0, 12, 5), Set.of()),
                Arguments.of("no output", "INPUT=9 TOTAL=21", new Tokens(9, 0, 12, 0), Set.of()),
                Arguments.of("no input", "OUTPUT=12 TOTAL=21", new Tokens(9, 0, 12, 0), Set.of()),
                Arguments.of("only a total", "TOTAL=21", new Tokens(0, 0, 21, 0), Set.of(UNEXPLAINED)),
                Arguments.of(
                        "reasoning beside the output",
                        "INPUT=100 OUTPUT=10 REASONING=300 TOTAL=410",
                        new Tokens(100, 0, 310, 300),
                        Set.of()),
                Arguments.of(
                        "reasoning that nobody itemises",
                        "INPUT=100 OUTPUT=10 TOTAL=410",
                        new Tokens(100, 0, 310, 0),
                        Set.of(UNEXPLAINED)),
                Arguments.of(
                        "reasoning, and more",
                        "INPUT=100 OUTPUT=10 REASONING=300 TOTAL=415",
                        new Tokens(100, 0, 315, 300),
                        Set.of(UNEXPLAINED)),
                Arguments.of(
                        "reasoning beyond the output, though the total denies it",
                        "INPUT=33 OUTPUT=100 REASONING=700 TOTAL=133",
                        new Tokens(33, 0, 800, 700),
                        Set.of(OVER_TOTAL)),
                Arguments.of(
                        "reasoning beyond the output without a total",
                        "INPUT=33 OUTPUT=100 REASONING=700",
                        new Tokens(33, 0, 800, 700),
                        Set.of(OVER_TOTAL)),
                Arguments.of(
                        "cached input beside the input",
                        "INPUT=10 OUTPUT=5 CACHE_READ=80 CACHE_WRITTEN=7 TOTAL=102",
                        new Tokens(97, 80, 5, 0),
                        Set.of()),
                Arguments.of(
                        "cached input beside the input, though the total denies it",
                        "INPUT=10 OUTPUT=5 CACHE_READ=80 TOTAL=15",
                        new Tokens(90, 80, 5, 0),
                        Set.of(OVER_TOTAL)),
                Arguments.of(
                        "cached input told twice",
                        "INPUT=100 OUTPUT=5 CACHED=80 CACHE_READ=80",
                        new Tokens(100, 80, 5, 0),
                        Set.of()),
                Arguments.of(
                        "more cached input than input",
                        "INPUT=10 OUTPUT=5 CACHED=80 TOTAL=15",
                        new Tokens(10, 10, 5, 0),
                        Set.of(IMPOSSIBLE)),
                Arguments.of(
                        "parts beyond the total",
                        "INPUT=9 OUTPUT=12 TOTAL=20",
                        new Tokens(9, 0, 12, 0),
                        Set.of(OVER_TOTAL)),
                Arguments.of(
                        "an output beyond the total",
                        "OUTPUT=12 TOTAL=10",
                        new Tokens(0, 0, 12, 0),
                        Set.of(OVER_TOTAL)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reports")
    void chargesWhatTheTotalSaysAndMoreWhereThePartsDo(String name, String told, Tokens tokens, Set<Doubt> doubts) {
        assertThat(Reported.of(told(told), true)).isEqualTo(new Reported(tokens, doubts));
    }

    @ParameterizedTest
    @CsvSource({"INPUT=9", "OUTPUT=9", "CACHED=9 REASONING=9", "INPUT=0 OUTPUT=0 TOTAL=0"})
    void takesTooLittleForNothing(String told) {
        assertThat(Reported.of(told(told), true)).isNull();
    }

    /** Whatever is told, nothing that the total or a part says is lost, and no part is more than its whole. */
    @Test
    void losesNothing() {
        Random random = new Random(11);
        long[] values = {0, 1, 7, 10, 80, 90, 97, 300, 410, 1_000_000};
        for (int round = 0; round < 200_000; round++) {
            Map<Count, Long> told = new EnumMap<>(Count.class);
            for (Count count : Count.values()) {
                if (random.nextInt(3) > 0) {
                    told.put(count, values[random.nextInt(values.length)]);
                }
            }
            Reported reported = Reported.of(told, random.nextInt(4) > 0);
            if (reported != null) {
                Tokens tokens = reported.tokens();
                assertThat(tokens.total()).as("%s", told).isGreaterThanOrEqualTo(told.getOrDefault(Count.TOTAL, 0L));
                assertThat(tokens.total())
                        .as("%s", told)
                        .isGreaterThanOrEqualTo(
                                told.getOrDefault(Count.INPUT, 0L) + told.getOrDefault(Count.OUTPUT, 0L));
                assertThat(tokens.cached()).as("%s", told).isBetween(0L, tokens.input());
                assertThat(tokens.reasoning()).as("%s", told).isBetween(0L, tokens.output());
            }
        }
    }
}
