package io.modeenvoy.ledger;

import io.modeenvoy.ledger.journal.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The life of reservations, one step at a time, each alone on its id. */
final class ReservationSteps {
    /** How long a settled id, or a settlement that overtook its reserve, is remembered. */
    static final long REMEMBER_SECONDS = 60;

    /** How long a settlement after expiry can still raise what was booked. */
    static final long REMEMBER_EXPIRED_SECONDS = 3600;

    private static final Duration LONGEST_TTL = Duration.ofDays(366);

    private final Reservations reservations;
    /** Use before it may have been lost. */
    private final LongSupplier unknownBefore;

    ReservationSteps(Reservations reservations, LongSupplier unknownBefore) {
        this.reservations = reservations;
        this.unknownBefore = unknownBefore;
    }

    Step<ReserveResult> reserve(ReserveRequest request, List<Ask> asks, long now) {
        return reservations.step(request.id(), (stripe, known) -> switch (known) {
            case null -> open(stripe, request, asks, now);
            case Reservation.Overtaken(var amounts, var until) ->
                finish(stripe, request, asks, new Reservation.Overtaken(amounts, until), now);
            case Reservation.Open open -> unchanged(asks, now);
            case Reservation.Settled settled -> unchanged(asks, now);
            case Reservation.Expired expired -> unchanged(asks, now);
        });
    }

    private Step<ReserveResult> open(Stripe stripe, ReserveRequest request, List<Ask> asks, long now) {
        Admission.Verdict verdict = Admission.hold(asks, now, unknownBefore.getAsLong());
        return switch (verdict.result()) {
            case ReserveResult.Denied denied -> new Step<>(denied, null);
            case ReserveResult.Closed closed -> new Step<>(closed, null);
            case ReserveResult.Granted granted -> {
                Reservation.Open open = opened(verdict.parts(), request.ttl(), now);
                stripe.put(request.id(), open);
                yield new Step<>(granted, Entries.open(request.id(), open, now));
            }
        };
    }

    private static Reservation.Open opened(List<Part> parts, Duration ttl, long now) {
        Duration bounded = ttl.compareTo(LONGEST_TTL) > 0 ? LONGEST_TTL : ttl;
        long seconds = bounded.plusNanos(999_999_999).toSeconds();
        return new Reservation.Open(parts, seconds, end(now, seconds));
    }

    private static long end(long now, long seconds) {
        return Math.ceilDiv(now, 1000L) + seconds;
    }

    /** The call has ended before its reserve arrived: its use is booked now, whether there is room or not. */
    private static Step<ReserveResult> finish(
            Stripe stripe, ReserveRequest request, List<Ask> asks, Reservation.Overtaken end, long now) {
        Reservation.Open open = opened(Admission.force(asks, now), request.ttl(), now);
        book(Booking.settle(open.parts(), end.amounts()), now);
        stripe.put(request.id(), new Reservation.Settled(end.until()));
        return new Step<>(granted(asks, now), Entries.open(request.id(), open, now));
    }

    private static Step<ReserveResult> unchanged(List<Ask> asks, long now) {
        return new Step<>(granted(asks, now), null);
    }

    private static ReserveResult granted(List<Ask> asks, long now) {
        return new ReserveResult.Granted(
                Admission.look(asks.stream().map(Ask::account).toList(), now));
    }

    Step<ReserveResult> extend(String id, List<Amount> amounts, long now) {
        return reservations.step(id, (stripe, known) -> switch (known) {
            case Reservation.Open open -> extend(stripe, id, open, sum(amounts), now);
            case null -> throw notOpen(id, "unknown");
            case Reservation.Settled settled -> throw notOpen(id, "settled");
            case Reservation.Overtaken overtaken -> throw notOpen(id, "settled");
            case Reservation.Expired expired -> throw notOpen(id, "expired");
        });
    }

    private static IllegalStateException notOpen(String id, String state) {
        return new IllegalStateException("reservation " + id + ": " + state + " (expected: open)");
    }

    private Step<ReserveResult> extend(
            Stripe stripe, String id, Reservation.Open open, Map<String, Long> amounts, long now) {
        Admission.Verdict verdict = Admission.hold(asks(id, open, amounts), now, unknownBefore.getAsLong());
        return switch (verdict.result()) {
            case ReserveResult.Denied denied -> new Step<>(denied, null);
            case ReserveResult.Closed closed -> new Step<>(closed, null);
            case ReserveResult.Granted granted -> {
                Reservation.Open grown =
                        open.grown(verdict.parts(), Math.max(open.until(), end(now, open.ttlSeconds())));
                stripe.put(id, grown);
                yield new Step<>(granted, Entries.grow(id, verdict.parts(), grown.until()));
            }
        };
    }

    /** The amounts with their accounts; one of a budget that is not held is the caller's bug. */
    private static List<Ask> asks(String id, Reservation.Open open, Map<String, Long> amounts) {
        Map<String, Account> held = open.accounts();
        List<Ask> asks = new ArrayList<>(amounts.size());
        amounts.forEach((budget, amount) -> {
            Account account = held.get(budget);
            if (account == null) {
                throw new IllegalArgumentException("reservation " + id + ": budget " + budget
                        + " (expected: one it holds: " + held.keySet() + ")");
            }
            asks.add(new Ask(account, amount));
        });
        return asks;
    }

    Step<@Nullable Void> settle(String id, List<Amount> given, long now) {
        Map<String, Long> amounts = sum(given);
        long until = Math.ceilDiv(now, 1000L) + REMEMBER_SECONDS;
        return reservations.step(id, (stripe, known) -> switch (known) {
            case null -> closed(stripe, id, new Reservation.Overtaken(amounts, until), amounts, now);
            case Reservation.Open open -> {
                asks(id, open, amounts);
                book(Booking.settle(open.parts(), amounts), now);
                yield closed(stripe, id, new Reservation.Settled(until), amounts, now);
            }
            case Reservation.Expired expired -> {
                book(Booking.raise(expired.booked(), amounts), now);
                yield closed(stripe, id, new Reservation.Settled(until), amounts, now);
            }
            case Reservation.Settled settled -> new Step<>(null, null);
            case Reservation.Overtaken overtaken -> new Step<>(null, null);
        });
    }

    private static Step<@Nullable Void> closed(
            Stripe stripe, String id, Reservation reservation, Map<String, Long> amounts, long now) {
        stripe.put(id, reservation);
        return new Step<>(null, Entries.settle(id, amounts, reservation.until(), now));
    }

    /** Ends what is due in one stripe and adds the records. */
    static void expire(Stripe stripe, long now, List<Entry> records) {
        for (String id : stripe.ending(Math.floorDiv(now, 1000L))) {
            if (stripe.get(id) instanceof Reservation.Open open) {
                List<Booking> bookings = Booking.expire(open.parts());
                book(bookings, now);
                Reservation.Expired expired = new Reservation.Expired(
                        bookings.stream().map(Booking::result).toList(), open.until() + REMEMBER_EXPIRED_SECONDS);
                stripe.put(id, expired);
                records.add(Entries.expire(id, expired, now));
            } else {
                stripe.remove(id);
            }
        }
    }

    private static void book(List<Booking> bookings, long now) {
        bookings.forEach(booking -> booking.apply(now));
    }

    private static Map<String, Long> sum(List<Amount> amounts) {
        return amounts.stream().collect(Collectors.toMap(Amount::budgetId, Amount::amount, Counter::plus));
    }
}
