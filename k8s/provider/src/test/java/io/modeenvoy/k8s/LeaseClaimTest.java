package io.modeenvoy.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LeaseClaimTest {
    private static final Duration TEN = Duration.ofSeconds(10);

    private final LeaseClaim claim = new LeaseClaim();

    @Test
    void takesALeaseThatNobodyHolds() {
        assertThat(claim.mayTake("me", "", "1", TEN, 0)).isTrue();
    }

    @Test
    void renewsItsOwn() {
        assertThat(claim.mayTake("me", "me", "1", TEN, 0)).isTrue();
    }

    @Test
    void leavesALeaseToAHolderThatRenews() {
        for (int second = 0; second < 60; second += 5) {
            assertThat(claim.mayTake("me", "other", "v" + second, TEN, seconds(second)))
                    .isFalse();
        }
    }

    @Test
    void takesALeaseThatHasNotBeenRenewedForItsDuration() {
        assertThat(claim.mayTake("me", "other", "1", TEN, seconds(100))).isFalse();
        assertThat(claim.mayTake("me", "other", "1", TEN, seconds(110))).isFalse();
        assertThat(claim.mayTake("me", "other", "1", TEN, seconds(111))).isTrue();
    }

    @Test
    void waitsAnewWhenTheHolderWasHeardOfAgain() {
        claim.mayTake("me", "other", "1", TEN, seconds(0));
        claim.mayTake("me", "other", "2", TEN, seconds(9));

        assertThat(claim.mayTake("me", "other", "2", TEN, seconds(12))).isFalse();
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
