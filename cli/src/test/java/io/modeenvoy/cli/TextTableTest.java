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
    void isEmptyWithoutRows() {
        assertThat(new TextTable(List.of()).toString()).isEmpty();
    }
}
