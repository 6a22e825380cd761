package io.modeenvoy.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.policy.BudgetWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarSpanTest {
    private static CalendarSpan span(String instant, BudgetWindow.Span span, String zone) {
        return CalendarSpan.containing(Instant.parse(instant), new BudgetWindow.Calendar(span, ZoneId.of(zone)));
    }

    @ParameterizedTest
    @CsvSource({
        "MINUTE, UTC,           2026-11-20T10:20:30Z, 2026-11-20T10:20:00Z, 2026-11-20T10:21:00Z",
        "HOUR,   Asia/Kolkata,  2026-11-20T10:20:30Z, 2026-11-20T09:30:00Z, 2026-11-20T10:30:00Z",
        "DAY,    Europe/Berlin, 2026-11-20T23:30:00Z, 2026-11-20T23:00:00Z, 2026-11-21T23:00:00Z",
        "WEEK,   UTC,           2026-11-22T10:00:00Z, 2026-11-16T00:00:00Z, 2026-11-23T00:00:00Z",
        "MONTH,  UTC,           2026-11-20T10:20:30Z, 2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z",
        "MONTH,  UTC,           2028-02-29T10:20:30Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z"
    })
    void startsWhereTheCalendarUnitStartsInItsZone(
            BudgetWindow.Span unit, String zone, String instant, Instant start, Instant end) {
        assertThat(span(instant, unit, zone)).isEqualTo(new CalendarSpan(start, end));
    }

    @Test
    void aDayIsAsLongAsItsClocksSay() {
        assertThat(length(span("2026-03-29T10:00:00Z", BudgetWindow.Span.DAY, "Europe/Berlin")))
                .isEqualTo(Duration.ofHours(23));
        assertThat(length(span("2026-10-25T10:00:00Z", BudgetWindow.Span.DAY, "Europe/Berlin")))
                .isEqualTo(Duration.ofHours(25));
    }

    @Test
    void anHourThatComesTwiceIsTwoWindows() {
        CalendarSpan first = span("2026-10-25T00:30:00Z", BudgetWindow.Span.HOUR, "Europe/Berlin");
        CalendarSpan second = span("2026-10-25T01:30:00Z", BudgetWindow.Span.HOUR, "Europe/Berlin");

        assertThat(second.start()).isEqualTo(first.end());
        assertThat(length(second)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void anHourIsCutWhereTheClockMovesByHalfAnHour() {
        CalendarSpan after = span("2026-04-04T15:10:00Z", BudgetWindow.Span.HOUR, "Australia/Lord_Howe");

        assertThat(after.start()).isEqualTo("2026-04-04T15:00:00Z");
        assertThat(after.end()).isEqualTo("2026-04-04T15:30:00Z");
    }

    @Test
    void aDayThatStartsTwiceIsOneWindow() {
        CalendarSpan again = span("2006-10-29T03:00:00Z", BudgetWindow.Span.DAY, "America/St_Johns");

        assertThat(again.start()).isEqualTo("2006-10-29T02:30:00Z");
        assertThat(again.end()).isEqualTo("2006-10-30T03:30:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Europe/Berlin",
                "Australia/Lord_Howe",
                "America/St_Johns",
                "America/Sao_Paulo",
                "Pacific/Apia",
                "America/Havana",
                "Asia/Kathmandu",
                "Africa/Casablanca",
                "Antarctica/Troll"
            })
    void everyInstantLiesInExactlyOneWindow(String zone) {
        Random random = new Random(zone.hashCode());
        long from = Instant.parse("2003-01-01T00:00:00Z").toEpochMilli();
        long to = Instant.parse("2027-01-01T00:00:00Z").toEpochMilli();
        for (BudgetWindow.Span unit : BudgetWindow.Span.values()) {
            BudgetWindow.Calendar window = new BudgetWindow.Calendar(unit, ZoneId.of(zone));
            for (int i = 0; i < 2000; i++) {
                checkNeighbours(Instant.ofEpochMilli(random.nextLong(from, to)), window);
            }
            ZoneId.of(zone).getRules().getTransitions().forEach(change -> {
                for (int minutes = -90; minutes <= 90; minutes += 5) {
                    checkNeighbours(change.getInstant().plusSeconds(60L * minutes), window);
                }
            });
        }
    }

    private static void checkNeighbours(Instant instant, BudgetWindow.Calendar window) {
        CalendarSpan span = CalendarSpan.containing(instant, window);
        assertThat(instant).isBetween(span.start(), span.end().minusMillis(1));
        assertThat(CalendarSpan.containing(span.start(), window)).isEqualTo(span);
        assertThat(CalendarSpan.containing(span.end().minusMillis(1), window)).isEqualTo(span);
        assertThat(CalendarSpan.containing(span.end(), window).start()).isEqualTo(span.end());
    }

    private static Duration length(CalendarSpan span) {
        return Duration.between(span.start(), span.end());
    }
}
