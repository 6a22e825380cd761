package io.modeenvoy.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.k8s.ReplicaNotes.Note;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class NoteBookTest {
    private final NoteBook book = new NoteBook(Duration.ofSeconds(30), Duration.ofSeconds(60));

    @Test
    void aReplicaThatRenewsIsThere() {
        for (int second = 0; second < 300; second += 10) {
            book.heard("a", "v" + second, "text", false, seconds(second));
        }

        assertThat(book.notes(seconds(300))).containsOnly(Map.entry("a", new Note("text", false)));
        assertThat(book.over(seconds(300))).isEmpty();
    }

    @Test
    void aSilentReplicaIsGoneAndForgottenLater() {
        book.heard("a", "1", "text", false, 0);
        book.heard("a", "1", "text", false, seconds(29)); // a list that says nothing new

        assertThat(book.notes(seconds(31))).containsOnly(Map.entry("a", new Note("text", true)));
        assertThat(book.over(seconds(89))).isEmpty();
        assertThat(book.over(seconds(91))).containsExactly("a");
        assertThat(book.notes(seconds(91))).isEmpty();
    }

    @Test
    void aReplicaThatSaysItGoesIsGoneAtOnceAndKeptAsLong() {
        book.heard("a", "1", "text", false, 0);
        book.heard("a", "2", "text", true, seconds(5));

        assertThat(book.notes(seconds(5))).containsOnly(Map.entry("a", new Note("text", true)));
        assertThat(book.over(seconds(64))).isEmpty();
        assertThat(book.over(seconds(66))).containsExactly("a");
    }

    @Test
    void whileNobodyCanBeHeardNobodyAges() {
        book.heard("a", "1", "text", false, 0);
        book.heard("b", "1", "text", false, 0);
        book.deaf(seconds(10));
        book.deaf(seconds(500));

        assertThat(book.notes(seconds(1000)).values()).noneMatch(Note::gone);
        book.heard("b", "2", "more", false, seconds(1000));
        book.listening(List.of("a", "b"), seconds(1000));

        assertThat(book.notes(seconds(1019)).values()).noneMatch(Note::gone);
        assertThat(book.notes(seconds(1021)))
                .containsOnly(Map.entry("a", new Note("text", true)), Map.entry("b", new Note("more", false)));
    }

    @Test
    void whatAListLeavesOutIsNotThere() {
        book.heard("a", "1", "text", false, 0);
        book.heard("b", "1", "text", false, 0);

        book.listening(List.of("b"), 0);

        assertThat(book.notes(0)).containsOnlyKeys("b");
        book.gone("b");
        assertThat(book.notes(0)).isEmpty();
    }

    private static long seconds(long count) {
        return Duration.ofSeconds(count).toNanos();
    }
}
