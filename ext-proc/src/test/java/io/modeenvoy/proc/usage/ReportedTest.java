package io.modeenvoy.proc.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // report | numbers | input, cached, output, reasoning | doubt
                "the parts are the total|INPUT=9 OUTPUT=12 TOTAL=21|9 0 12 0|",
                "no total|INPUT=9 OUTPUT=12 REASONING=5|9 0 12 5|",
                "no output|INPUT=9 TOTAL=21|9 0 12 0|",
                "no input|OUTPUT=12 TOTAL=21|9 0 12 0|",
                "only a total|TOTAL=21|0 0 21 0|UNEXPLAINED",
                "reasoning beside the output|INPUT=100 OUTPUT=10 REASONING=300 TOTAL=410|100 0 310 300|",
                "reasoning that nobody itemises|INPUT=100 OUTPUT=10 TOTAL=410|100 0 310 0|UNEXPLAINED",
                "reasoning, and more|INPUT=100 OUTPUT=10 REASONING=300 TOTAL=415|100 0 315 300|UNEXPLAINED",
                "reasoning beyond the output, though the total denies it|INPUT=33 OUTPUT=100 REASONING=700 TOTAL=133|33 0 800 700|OVER_TOTAL",
                "reasoning beyond the output without a total|INPUT=33 OUTPUT=100 REASONING=700|33 0 800 700|OVER_TOTAL",
                "cached input beside the input|INPUT=10 OUTPUT=5 CACHE_READ=80 CACHE_WRITTEN=7 TOTAL=102|97 80 5 0|",
                "cached input beside the input, though the total denies it|INPUT=10 OUTPUT=5 CACHE_READ=80 TOTAL=15|90 80 5 0|OVER_TOTAL",
                "cached input that the total explains, and written beside it|INPUT=10 OUTPUT=5 CACHE_READ=100 CACHE_WRITTEN=20 TOTAL=115|130 100 5 0|OVER_TOTAL",
                "cached input told twice|INPUT=100 OUTPUT=5 CACHED=80 CACHE_READ=80|100 80 5 0|",
                "more cached input than input|INPUT=10 OUTPUT=5 CACHED=80 TOTAL=15|10 10 5 0|IMPOSSIBLE",
                "parts beyond the total|INPUT=9 OUTPUT=12 TOTAL=20|9 0 12 0|OVER_TOTAL",
                "an output beyond the total|OUTPUT=12 TOTAL=10|0 0 12 0|OVER_TOTAL"
            })
    void chargesWhatTheTotalSaysAndMoreWhereThePartsDo(String name, String told, String tokens, @Nullable Doubt doubt) {
        long[] expected =
                Stream.of(tokens.split(" ", -1)).mapToLong(Long::parseLong).toArray();

        assertThat(Reported.of(told(told), true))
                .isEqualTo(new Reported(
                        new Tokens(expected[0], expected[1], expected[2], expected[3]),
                        doubt == null ? Set.of() : Set.of(doubt)));
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
