package io.modeenvoy.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each goal of the soak can be missed. */
final class FindingsTest {
    @Test
    void missesNothingWhenAllIsWell() {
        assertThat(findings(0, List.of(), List.of(), 0, 2, 0, flat()).missed()).isEmpty();
    }

    @Test
    void missesEachGoalByItself() {
        assertThat(findings(1, List.of(), List.of(), 0, 2, 0, flat()).missed())
                .singleElement()
                .asString()
                .isEqualTo("failed calls of 1000: 1 (expected: 0)");
        assertThat(findings(0, List.of("503 UH"), List.of(), 0, 2, 0, flat()).missed())
                .hasSize(1);
        assertThat(findings(0, List.of(), List.of("proxy-1: Cluster a"), 0, 2, 0, flat())
                        .missed())
                .hasSize(1);
        assertThat(findings(0, List.of(), List.of(), 1, 2, 0, flat()).missed()).hasSize(1);
        assertThat(findings(0, List.of(), List.of(), 0, 15, 0, flat()).missed()).hasSize(1);
        assertThat(findings(0, List.of(), List.of(), 0, 2, 1, flat()).missed()).hasSize(1);
    }

    @Test
    void seesAHeapThatGrowsByAMegabyteAMinute() {
        Findings findings = findings(0, List.of(), List.of(), 0, 2, 0, samples(1 << 20, 0));

        assertThat(findings.slope()).isBetween(0.99, 1.01);
        assertThat(findings.missed())
                .singleElement()
                .asString()
                .startsWith("heap after collection: 1.00 MB per minute");
    }

    @Test
    void seesThreadsThatAreLeftBehind() {
        assertThat(findings(0, List.of(), List.of(), 0, 2, 0, samples(0, 1)).missed())
                .singleElement()
                .asString()
                .startsWith("threads");
    }

    private static Findings findings(
            long failedCalls,
            List<String> failures,
            List<String> stale,
            int foreign,
            int offers,
            long ended,
            List<Sample> samples) {
        return new Findings(1_000, failedCalls, failures, stale, 3, foreign, offers, 14, 7, ended, samples);
    }

    private static List<Sample> flat() {
        return samples(0, 0);
    }

    private static List<Sample> samples(long bytesPerMinute, int threadsPerMinute) {
        return IntStream.range(0, 20)
                .mapToObj(minute -> new Sample(
                        minute, (20L << 20) + minute * bytesPerMinute, 20 + minute * threadsPerMinute, 500, 10_000, 0))
                .toList();
    }
}
