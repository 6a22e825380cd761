package io.modeenvoy.ledger;

import io.modeenvoy.policy.BudgetWindow;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;

/** One calendar window in time: every instant lies in exactly one, also where the clocks of its zone change. */
record CalendarSpan(Instant start, Instant end) {
    static CalendarSpan containing(Instant instant, BudgetWindow.Calendar window) {
        ZoneId zone = window.zone();
        LocalDate date = LocalDate.ofInstant(instant, zone);
        return switch (window.span()) {
            case MINUTE -> ofClock(instant, zone, ChronoUnit.MINUTES);
            case HOUR -> ofClock(instant, zone, ChronoUnit.HOURS);
            case DAY -> ofDates(instant, zone, date, Period.ofDays(1));
            case WEEK ->
                ofDates(
                        instant,
                        zone,
                        date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)),
                        Period.ofWeeks(1));
            case MONTH -> ofDates(instant, zone, date.withDayOfMonth(1), Period.ofMonths(1));
        };
    }

    /** An hour or minute on the wall clock, cut where the clock is changed inside of it. */
    private static CalendarSpan ofClock(Instant instant, ZoneId zone, ChronoUnit unit) {
        ZonedDateTime fixed = instant.atZone(zone.getRules().getOffset(instant));
        Instant start = fixed.truncatedTo(unit).toInstant();
        Instant end = start.plus(1, unit);
        ZoneOffsetTransition before = zone.getRules().previousTransition(instant.plusNanos(1));
        ZoneOffsetTransition after = zone.getRules().nextTransition(instant);
        return new CalendarSpan(
                before != null && before.getInstant().isAfter(start) ? before.getInstant() : start,
                after != null && after.getInstant().isBefore(end) ? after.getInstant() : end);
    }

    /** From the first instant of a date to that of a later one; a date that comes twice is one window. */
    private static CalendarSpan ofDates(Instant instant, ZoneId zone, LocalDate first, Period length) {
        LocalDate date = first;
        LocalDate next = date.plus(length);
        while (!instant.isBefore(next.atStartOfDay(zone).toInstant())) {
            date = next;
            next = date.plus(length);
        }
        return new CalendarSpan(
                date.atStartOfDay(zone).toInstant(), next.atStartOfDay(zone).toInstant());
    }
}
