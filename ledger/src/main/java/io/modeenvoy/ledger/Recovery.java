package io.modeenvoy.ledger;

import io.modeenvoy.ledger.journal.Close;
import io.modeenvoy.ledger.journal.Entry;
import io.modeenvoy.ledger.journal.Open;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.wire.PolicyDecoder;
import io.modeenvoy.policy.wire.PolicyTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Repeats the recorded steps without deciding anew. Records of different ids may come in any order, and those of one id too, since
 * they are written after the step and outside of its locks; only definitions are in order with everything.
 */
final class Recovery {
    /** Slots move on by the records alone. */
    private static final long NO_TIME = 0;

    private final Accounts accounts;
    private final Reservations reservations;

    Recovery(Accounts accounts, Reservations reservations) {
        this.accounts = accounts;
        this.reservations = reservations;
    }

    /** Repeats one step; an {@link IllegalArgumentException} tells why it cannot be understood. */
    void apply(Entry entry) {
        switch (entry.getEntryCase()) {
            case DEFINE -> define(entry);
            case OPEN -> open(entry.getOpen());
            case GROW -> grow(entry);
            case CLOSE -> close(entry.getClose());
            case CHARGE -> entry.getCharge().getPartsList().forEach(this::book);
            case COUNTED -> book(entry.getCounted().getPart());
            case END -> {}
            case ENTRY_NOT_SET -> throw new IllegalArgumentException("record: empty or of a newer version");
        }
    }

    private void define(Entry entry) {
        BudgetPolicy policy = (BudgetPolicy) PolicyDecoder.decode(
                PolicyTypes.BUDGET, entry.getDefine().getBudget().toByteString());
        accounts.define(policy, entry.getDefine().getAtMillis());
    }

    private void open(Open open) {
        reservations.step(open.getId(), (stripe, known) -> {
            switch (remembered(known, open.getAtSecond())) {
                case null -> stripe.put(open.getId(), opened(open));
                case Reservation.Overtaken(var amounts, var until) -> {
                    book(Booking.settle(opened(open).parts(), amounts));
                    stripe.put(open.getId(), new Reservation.Settled(until));
                }
                case Reservation.Open again -> {}
                case Reservation.Settled settled -> {}
                case Reservation.Expired expired -> {}
            }
            return stripe;
        });
    }

    /** Nothing is recorded when an ended reservation is forgotten. */
    private static @Nullable Reservation remembered(@Nullable Reservation known, long second) {
        return known == null || known instanceof Reservation.Open || known.until() > second ? known : null;
    }

    private Reservation.Open opened(Open open) {
        return new Reservation.Open(held(open.getHoldsList()), open.getTtlSeconds(), open.getDeadlineSecond());
    }

    private List<Part> held(List<io.modeenvoy.ledger.journal.Part> parts) {
        parts.forEach(this::account);
        List<Part> held = new ArrayList<>();
        parts.forEach(part -> held.add(account(part).restore(part.getSlot(), part.getAmount(), part.getStrict())));
        return held;
    }

    private void grow(Entry entry) {
        String id = entry.getGrow().getId();
        long until = entry.getGrow().getDeadlineSecond();
        reservations.step(id, (stripe, known) -> {
            if (known instanceof Reservation.Open open) {
                stripe.put(id, open.grown(held(entry.getGrow().getMoreList()), Math.max(until, open.until())));
            }
            return stripe;
        });
    }

    private void close(Close close) {
        String id = close.getId();
        reservations.step(id, (stripe, known) -> {
            Reservation closed = close.getExpired()
                    ? expire(close, remembered(known, close.getAtSecond()))
                    : settle(close, remembered(known, close.getAtSecond()));
            stripe.put(id, closed);
            return stripe;
        });
    }

    private Reservation settle(Close close, @Nullable Reservation known) {
        Map<String, Long> amounts = close.getBookedList().stream()
                .collect(Collectors.toMap(Close.Booked::getBudgetId, Close.Booked::getAmount, Counter::plus));
        return switch (known) {
            case null -> new Reservation.Overtaken(amounts, close.getForgetSecond());
            case Reservation.Open open -> {
                book(Booking.settle(open.parts(), amounts));
                yield new Reservation.Settled(close.getForgetSecond());
            }
            case Reservation.Expired expired -> {
                book(Booking.raise(expired.booked(), amounts));
                yield new Reservation.Settled(close.getForgetSecond());
            }
            case Reservation.Settled settled -> settled;
            case Reservation.Overtaken overtaken -> overtaken;
        };
    }

    private Reservation expire(Close close, @Nullable Reservation known) {
        return switch (known) {
            case null -> new Reservation.Expired(expiredEarlier(close), close.getForgetSecond());
            case Reservation.Open open -> {
                List<Booking> bookings = Booking.expire(open.parts());
                book(bookings);
                yield new Reservation.Expired(
                        bookings.stream().map(Booking::result).toList(), close.getForgetSecond());
            }
            case Reservation.Settled settled -> settled;
            case Reservation.Expired expired -> expired;
            case Reservation.Overtaken overtaken -> overtaken;
        };
    }

    /** In a snapshot what expiry booked is already counted. */
    private List<Part> expiredEarlier(Close close) {
        return close.getHoldsList().stream()
                .map(part -> new Part(account(part), part.getSlot(), part.getAmount(), part.getStrict()))
                .toList();
    }

    private void book(List<Booking> bookings) {
        bookings.forEach(booking -> booking.apply(NO_TIME));
    }

    private void book(io.modeenvoy.ledger.journal.Part part) {
        Account account = account(part);
        account.counter().reach(part.getSlot());
        account.counter().book(part.getSlot(), part.getAmount());
    }

    private Account account(io.modeenvoy.ledger.journal.Part part) {
        Account account = accounts.get(part.getBudgetId());
        if (account == null) {
            throw new IllegalArgumentException("record: unknown budget " + part.getBudgetId());
        }
        return account;
    }
}
