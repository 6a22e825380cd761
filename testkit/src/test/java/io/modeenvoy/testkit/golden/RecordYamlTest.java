package io.modeenvoy.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records as YAML. */
class RecordYamlTest {
    private sealed interface Shape {
        record Square(int side) implements Shape {}
    }

    private record Secret(String value) {
        @Override
        public String toString() {
            return "hidden";
        }
    }

    private record Box(
            String name,
            @Nullable String note,
            List<Shape> shapes,
            Set<String> tags,
            Map<String, Long> sizes,
            Secret secret) {}

    @Test
    void printsComponentsInOrderWithSetsAndMapsSortedAndEmptyPartsLeftOut() {
        Box box = new Box(
                "b",
                null,
                List.of(new Shape.Square(2)),
                Set.of("z", "a", "m"),
                Map.of("wide", 2L, "tall", 1L),
                new Secret("s3"));

        assertThat(RecordYaml.print(List.of(box))).isEqualTo("""
                        - name: b
                          shapes:
                          - is: Square
                            side: 2
                          tags:
                          - a
                          - m
                          - z
                          sizes:
                            tall: 1
                            wide: 2
                          secret: hidden
                        """);
    }

    @Test
    void printsStructuredTypesByComponents() {
        assertThat(RecordYaml.print(new Secret("s3"), Secret.class)).isEqualTo("value: s3\n");
    }
}
