package io.modeenvoy.translator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AmountsTest {
    @Test
    void decimalsAreExactInBillionths() {
        assertThat(Amounts.nano("0.075")).contains(75_000_000L);
        assertThat(Amounts.nano("9223372036.854775807")).contains(Long.MAX_VALUE);
        assertThat(Amounts.nano("0.100000000000")).contains(100_000_000L);
    }

    @Test
    void wholeNumbersAreExact() {
        assertThat(Amounts.whole("999999999999999999")).contains(999_999_999_999_999_999L);
        assertThat(Amounts.whole("5.0")).contains(5L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1e9", " 1", "1.", ".5", "0x10", "9223372036.854775808", "0.0000000001"})
    void whatCannotBeHeldExactlyIsNoAmount(String text) {
        assertThat(Amounts.nano(text)).isEmpty();
    }

    @Test
    void aFractionIsNoWholeNumber() {
        assertThat(Amounts.whole("1.5")).isEmpty();
    }
}
