package io.modeenvoy.gateways;

import static io.modeenvoy.gateways.Trees.tree;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TreesTest {
    @Test
    void holdsWhatIsSaidWhateverElseStandsThere() {
        assertThat(Trees.holds(
                        tree("spec", tree("replicas", 2, "paused", false), "status", tree()),
                        tree("spec", tree("replicas", 2L))))
                .isTrue();
    }

    @Test
    void holdsNothingThatIsChangedMissingOrLonger() {
        assertThat(Trees.holds(tree("a", 1), tree("a", 2))).isFalse();
        assertThat(Trees.holds(tree("b", 1), tree("a", 1))).isFalse();
        assertThat(Trees.holds(tree("a", List.of(1, 2)), tree("a", List.of(1)))).isFalse();
        assertThat(Trees.holds(tree("a", "x"), tree("a", tree()))).isFalse();
    }
}
