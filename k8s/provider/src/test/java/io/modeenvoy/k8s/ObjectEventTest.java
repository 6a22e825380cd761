package io.modeenvoy.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ObjectEventTest {
    private static String note(String note) {
        return new ObjectEvent(new ObjectKey("Budget", "a", "b"), "u", ObjectEvent.Type.NORMAL, "A", "R", note).note();
    }

    @Test
    void aNoteThatFitsStaysAsItIs() {
        assertThat(note("x".repeat(ObjectEvent.LONGEST_NOTE))).isEqualTo("x".repeat(ObjectEvent.LONGEST_NOTE));
    }

    @Test
    void oneWithTooManyBytesIsCutBetweenCharacters() {
        String cut = note("ß€".repeat(500));

        assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(ObjectEvent.LONGEST_NOTE);
        assertThat(cut).startsWith("ß€ß€").endsWith(" …").doesNotContain("\uFFFD");
    }

    @Test
    void whatDoesNotPrintIsSpelled() {
        assertThat(note("a\u001b[31m\nb")).isEqualTo("a\\u001b[31m\\u000ab");
    }
}
