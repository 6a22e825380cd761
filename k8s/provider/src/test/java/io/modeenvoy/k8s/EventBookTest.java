package io.modeenvoy.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.k8s.EventBook.Fate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EventBookTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final EventBook book = new EventBook(0);

    private static ObjectEvent event(String object, ObjectEvent.Type type, String note) {
        return new ObjectEvent(new ObjectKey("AIRoute", "shop", object), "u", type, "Accept", "BadValue", note);
    }

    private static ObjectEvent warning(String object) {
        return event(object, ObjectEvent.Type.WARNING, "spec.x: 0");
    }

    private Fate told(ObjectEvent event, Duration after) {
        return book.told(event, START.plus(after), after.toNanos());
    }

    private List<EventBook.Entry> due(Duration after) {
        return book.due(after.toNanos());
    }

    private long written(int objects, ObjectEvent.Type type, Duration after) {
        return IntStream.range(0, objects)
                .filter(i -> told(event("r" + after.toSeconds() + "-" + i, type, "n"), after) instanceof Fate.Written)
                .count();
    }

    @Test
    void equalOnesAreCountedAndTheCountIsWrittenOnceAMinute() {
        assertThat(told(warning("a"), Duration.ZERO)).isInstanceOf(Fate.Written.class);
        assertThat(told(warning("a"), Duration.ofSeconds(5))).isEqualTo(new Fate.Counted());
        assertThat(told(warning("a"), Duration.ofSeconds(9))).isEqualTo(new Fate.Counted());

        assertThat(due(Duration.ofSeconds(30))).isEmpty();
        assertThat(due(Duration.ofMinutes(1))).singleElement().satisfies(entry -> {
            assertThat(entry.count()).isEqualTo(3);
            assertThat(entry.first()).isEqualTo(START);
            assertThat(entry.last()).isEqualTo(START.plusSeconds(9));
        });
        assertThat(due(Duration.ofMinutes(3))).isEmpty();
    }

    @Test
    void aSeriesKeepsItsNameAndEndsWhenItWasSilent() {
        assertThat(told(warning("a"), Duration.ZERO)).isInstanceOfSatisfying(Fate.Written.class, first -> {
            assertThat(told(warning("a"), EventBook.SERIES)).isEqualTo(new Fate.Counted());
            assertThat(due(EventBook.SERIES))
                    .extracting(EventBook.Entry::name)
                    .containsExactly(first.entry().name());
            assertThat(told(warning("a"), EventBook.SERIES.multipliedBy(2).plusSeconds(1)))
                    .isInstanceOfSatisfying(
                            Fate.Written.class,
                            next -> assertThat(next.entry().name())
                                    .isNotEqualTo(first.entry().name()));
        });
    }

    @Test
    void oneObjectThatChangesAllTheTimeIsHeldToItsShare() {
        long written = IntStream.range(0, 50)
                .filter(i -> told(event("a", ObjectEvent.Type.WARNING, "" + i), Duration.ZERO) instanceof Fate.Written)
                .count();

        assertThat(written).isEqualTo(EventBook.OF_OBJECT);
        assertThat(told(event("a", ObjectEvent.Type.WARNING, "later"), EventBook.OBJECT_PAUSE))
                .isInstanceOf(Fate.Written.class);
        assertThat(told(event("a", ObjectEvent.Type.WARNING, "and later"), EventBook.OBJECT_PAUSE))
                .isEqualTo(new Fate.Lost());
        assertThat(told(warning("b"), EventBook.OBJECT_PAUSE)).isInstanceOf(Fate.Written.class);
    }

    @Test
    void aStormOfFiveHundredObjectsWritesAHundredEventsAndThenOneASecond() {
        assertThat(written(500, ObjectEvent.Type.WARNING, Duration.ZERO)).isEqualTo(EventBook.AT_ONCE);
        assertThat(written(500, ObjectEvent.Type.WARNING, Duration.ofSeconds(5)))
                .isEqualTo(5);
    }

    @Test
    void whatGoesWellLeavesRoomForWarnings() {
        assertThat(written(500, ObjectEvent.Type.NORMAL, Duration.ZERO))
                .isEqualTo(EventBook.AT_ONCE - EventBook.FOR_WARNINGS);
        assertThat(told(warning("a"), Duration.ZERO)).isInstanceOf(Fate.Written.class);
    }

    @Test
    void aStormOfCountsIsHeldTooAndNoneIsLost() {
        for (int i = 0; i < EventBook.AT_ONCE; i++) {
            told(warning("r" + i), Duration.ZERO);
            told(warning("r" + i), Duration.ofSeconds(1));
        }

        int first = due(Duration.ofMinutes(1)).size();

        assertThat(first).isEqualTo(60);
        assertThat(first + due(Duration.ofSeconds(160)).size()).isEqualTo(EventBook.AT_ONCE);
    }

    @Test
    void whatCouldNotBeWrittenIsNewTheNextTime() {
        told(warning("a"), Duration.ZERO);

        book.failed(warning("a"));

        assertThat(told(warning("a"), Duration.ofSeconds(1))).isInstanceOf(Fate.Written.class);
    }

    @Test
    void namesAreNoLongerThanANameMayBeAndUnlikeAllOthers() {
        String object = "a".repeat(199) + "." + "b".repeat(53);

        assertThat(told(warning(object), Duration.ZERO))
                .isInstanceOfSatisfying(
                        Fate.Written.class,
                        one -> assertThat(one.entry().name())
                                .hasSizeLessThan(253)
                                .matches("a{199}\\.[0-9a-f]+\\.[0-9a-f]+"));
        assertThat(told(event(object, ObjectEvent.Type.WARNING, "other"), Duration.ZERO))
                .isInstanceOfSatisfying(
                        Fate.Written.class,
                        other -> assertThat(other.entry().name()).endsWith(".1"));
    }
}
