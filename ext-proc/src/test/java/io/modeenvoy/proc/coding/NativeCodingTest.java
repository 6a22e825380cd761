package io.modeenvoy.proc.coding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Their memory is none of the heap's: no answer counts it, so their number is bounded. */
@Isolated
final class NativeCodingTest {
    @Test
    void onlySoManyAreOpenAndOneClosedTwiceMakesRoomForOne() {
        Coding first = NativeCoding.BROTLI.begin().orElseThrow();
        var others = IntStream.range(1, NativeCoding.MOST_OPEN)
                .mapToObj(index -> (index % 2 == 0 ? NativeCoding.BROTLI : NativeCoding.ZSTD).begin())
                .map(coding -> coding.orElseThrow())
                .toList();
        try {
            assertThat(NativeCoding.ZSTD.begin()).isEmpty();
            assertThat(Inflation.of("gzip, br")).isEmpty();

            first.close();
            first.close();

            Coding next = NativeCoding.ZSTD.begin().orElseThrow();
            assertThat(NativeCoding.BROTLI.begin()).isEmpty();
            next.close();
        } finally {
            first.close();
            others.forEach(Coding::close);
        }
    }
}
