package io.modeenvoy.crd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    @Test
    void plainTextOfAnyLanguageStays() {
        String text = "größer als 3 → 日本語 (expected: 1..3)";

        assertThat(Printable.of(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "\r",
                "\t",
                "\u0000",
                "\u001b[2J",
                "\u007f",
                "\u009b31m",
                "\u2028",
                "\u202e",
                "\u2066",
                "\u200f",
                "\ufeff",
                "\ud800",
                "\ue000",
                "\udb40\udc41"
            })
    void whatForgesALineOrTurnsItIsShownByItsNumber(String text) {
        String shown = Printable.of("a" + text + "b");

        assertThat(shown).startsWith("a\\u").endsWith("b").matches("[\\x20-\\x7e]*");
    }

    @Test
    void aLongValueLosesItsMiddleAndKeepsWhatWasExpected() {
        String shown = Printable.of("x".repeat(100_000) + " (expected: at most 3)");

        assertThat(shown).hasSize(SizeLimit.MESSAGE.most()).startsWith("xxx").endsWith(" (expected: at most 3)");
    }

    @Test
    void aLongValueThatDoesNotPrintIsAsShort() {
        String shown = Printable.of("\u001b".repeat(100_000) + " (expected: at most 3)");

        assertThat(shown).hasSize(SizeLimit.MESSAGE.most()).endsWith("\\u001b (expected: at most 3)");
    }

    @Test
    void aCutSplitsNoCharacter() {
        String shown = Printable.of("😀".repeat(10_000));

        assertThat(shown.codePointCount(0, shown.length())).isEqualTo(SizeLimit.MESSAGE.most());
        assertThat(shown.replace("😀", "")).isEqualTo(" … ");
    }
}
