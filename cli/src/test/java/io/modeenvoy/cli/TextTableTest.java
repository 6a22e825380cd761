package io.modeenvoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TextTableTest {
    @Test
    void alignsColumnsAndLeavesNoTrailingSpace() {
        assertThat(new TextTable(List.of(List.of("NAME", "X"), List.of("a", "longer"), List.of("b", ""))).toString())
                .isEqualTo("NAME  X\na     longer\nb\n");
    }

    @Test
    void keepsWhatOthersWroteInItsCell() {
        assertThat(new TextTable(List.of(List.of("NODE"), List.of("a\nREFUSED b\u001b[2J\u202e"))).toString())
                .isEqualTo("NODE\na\\u000aREFUSED b\\u001b[2J\\u202e\n");
        assertThat(new TextTable(List.of(List.of("x".repeat(5_000)))).toString())
                .hasSize(1_025);
    }

    @Test
    void isEmptyWithoutRows() {
        assertThat(new TextTable(List.of()).toString()).isEmpty();
    }
}
