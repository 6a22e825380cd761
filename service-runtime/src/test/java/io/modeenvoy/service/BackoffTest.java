package io.modeenvoy.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackoffTest {
    @ParameterizedTest
    @CsvSource({"1, 25, 50", "2, 50, 100", "3, 100, 200", "7, 1000, 2000", "100, 1000, 2000"})
    void waitsBetweenHalfAndTheWholeOfAStep(int failures, long least, long most) {
        assertThat(Backoff.DEFAULT.delay(failures, 0)).hasMillis(least);
        assertThat(Backoff.DEFAULT.delay(failures, 1)).hasMillis(most);
    }
}
