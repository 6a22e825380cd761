package io.modeenvoy.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.modeenvoy.proc.BodyMemory.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BodyMemoryTest {
    private static final long MIB = 1 << 20;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final BodyMemory memory = new BodyMemory(64 * MIB, 16 * MIB, meters);

    @Test
    void countsWhatWaitsOfAnAnswerAsItGrowsAndShrinks() {
        BodyMemory.Body body = memory.body("caller");

        assertThat(body.hold(3 * MIB)).isEqualTo(Verdict.FITS);
        assertThat(body.hold(17 * MIB)).isEqualTo(Verdict.TOO_LARGE);
        assertThat(memory.held()).isEqualTo(3 * MIB);
        assertThat(body.hold(MIB)).isEqualTo(Verdict.FITS);
        assertThat(memory.held()).isEqualTo(MIB);
        assertThat(body.hold(0)).isEqualTo(Verdict.FITS);
        assertThat(memory.callers()).isZero();
    }

    @Test
    void aBodyThatNeverFitsIsToldFromOneThatDoesNotNow() {
        BodyMemory.Body large = memory.body("greedy");
        assertThat(large.take(14 * MIB)).isEqualTo(Verdict.FITS);
        assertThat(large.take(3 * MIB)).isEqualTo(Verdict.TOO_LARGE);
        assertThat(memory.body("greedy").take(3 * MIB)).isEqualTo(Verdict.CALLER_FULL);
        assertThat(memory.body("greedy").fits(3 * MIB)).isEqualTo(Verdict.CALLER_FULL);
        large.release();
        assertThat(memory.body("greedy").take(3 * MIB)).isEqualTo(Verdict.FITS);
    }

    @Test
    void whoSendsLittleIsNotRefusedForThoseWhoSendMuch() {
        int greedy = 0;
        while (memory.body("greedy-" + greedy / 14).take(MIB) == Verdict.FITS) {
            greedy++;
        }
        assertThat(greedy).isEqualTo(57); // seven eighths of the whole, and one small one
        assertThat(memory.body("greedy-0").take(MIB)).isEqualTo(Verdict.FULL);
        assertThat(memory.body("calm").take(MIB)).isEqualTo(Verdict.FITS);
    }

    @Test
    void neverHoldsMoreThanTheWholeAndInTheEndNothing() {
        Random random = new Random(5);
        List<BodyMemory.Body> open = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            if (open.isEmpty() || random.nextInt(5) == 0) {
                open.add(memory.body("caller-" + random.nextInt(30)));
            }
            BodyMemory.Body body = open.get(random.nextInt(open.size()));
            if (random.nextInt(6) == 0) {
                body.release();
                body.release();
                open.remove(body);
            } else {
                body.take(random.nextInt(4 << 20));
            }
            assertThat(memory.held()).isBetween(0L, 64 * MIB);
        }
        open.forEach(BodyMemory.Body::release);
        assertThat(memory.held()).isZero();
        assertThat(memory.callers()).isZero();
    }

    @Test
    void saysWhatItHoldsAndWhatItRefused() {
        memory.body("a").take(5);
        memory.body("a").take(17 * MIB);
        assertThat(meters.get("modeenvoy.ext_proc.body_bytes").gauge().value()).isEqualTo(5);
        assertThat(meters.get("modeenvoy.ext_proc.bodies_refused")
                        .tag("reason", "too_large")
                        .counter()
                        .count())
                .isEqualTo(1);
    }
}
