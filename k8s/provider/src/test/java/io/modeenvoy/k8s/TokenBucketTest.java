package io.modeenvoy.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TokenBucketTest {
    private final TokenBucket bucket = new TokenBucket(Duration.ofMillis(100), 2, 0);

    @Test
    void letsABurstThroughAtOnceAndThenSoManyASecond() {
        assertThat(bucket.take(0)).isZero();
        assertThat(bucket.take(0)).isZero();
        assertThat(bucket.take(0)).isEqualTo(Duration.ofMillis(100));
        assertThat(bucket.take(0)).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void fillsUpAgain() {
        bucket.take(0);
        bucket.take(0);

        assertThat(bucket.take(Duration.ofSeconds(1).toNanos())).isZero();
        assertThat(bucket.take(Duration.ofSeconds(1).toNanos())).isZero();
        assertThat(bucket.take(Duration.ofSeconds(1).toNanos())).isPositive();
    }
}
