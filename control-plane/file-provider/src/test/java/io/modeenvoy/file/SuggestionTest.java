package io.modeenvoy.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
    @Test
    void nearWordIsSuggested() {
        assertThat(Suggestion.meant("wieght", List.of("name", "weight", "model")))
                .isEqualTo("did you mean weight?");
        assertThat(Suggestion.meant("airoute", List.of("AIRoute", "HTTPRoute"))).isEqualTo("did you mean AIRoute?");
    }

    @Test
    void farWordIsNot() {
        assertThat(Suggestion.meant("colour", List.of("name", "weight"))).isEmpty();
        assertThat(Suggestion.meant("", List.of("ab"))).isEmpty();
    }
}
