package io.modeenvoy.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SuggestionTest {
    @Test
    void aSwapOfTwoLettersIsOneMistake() {
        assertThat(Suggestion.distance("crat", "cart")).isEqualTo(1);
    }

    @Test
    void countsInsertionsDeletionsAndReplacements() {
        assertThat(Suggestion.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Suggestion.distance("", "abc")).isEqualTo(3);
        assertThat(Suggestion.distance("abc", "")).isEqualTo(3);
    }

    @Test
    void theNearestIsSuggestedOfEqualOnesTheFirst() {
        assertThat(Suggestion.of("opnai", List.of("openai2", "openai"))).isEqualTo("; did you mean openai?");
        assertThat(Suggestion.of("cat", List.of("car", "bat"))).isEqualTo("; did you mean bat?");
    }

    @Test
    void caseIsNoMistake() {
        assertThat(Suggestion.of("OpenAI", List.of("openai"))).isEqualTo("; did you mean openai?");
    }

    @Test
    void farAwayNamesAreNotSuggested() {
        assertThat(Suggestion.of("zzz", List.of("openai"))).isEmpty();
        assertThat(Suggestion.of("a", List.of())).isEmpty();
    }

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
