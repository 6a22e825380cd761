package io.modeenvoy.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is booked of a part when its reservation ends. */
record Booking(Part part, long amount) {
    /**
     * Spreads the real use over the parts: each takes as much as it holds, the last of a budget takes the rest. A budget without an
     * amount counts as unknown use.
     */
    static List<Booking> settle(List<Part> parts, Map<String, Long> amounts) {
        Map<String, Long> left = new HashMap<>(amounts);
        List<Booking> bookings = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            String id = part.account().id();
            Long rest = left.get(id);
            bookings.add(new Booking(part, rest == null ? part.unknownUse() : take(parts, i, rest)));
            left.computeIfPresent(id, (key, value) -> Math.max(0, value - part.amount()));
        }
        return bookings;
    }

    private static long take(List<Part> parts, int i, long rest) {
        Part part = parts.get(i);
        return isLastOfItsBudget(parts, i) ? rest : Math.min(rest, part.amount());
    }

    private static boolean isLastOfItsBudget(List<Part> parts, int i) {
        return parts.subList(i + 1, parts.size()).stream()
                .noneMatch(later -> later.account() == parts.get(i).account());
    }

    /** Nobody said what was used. */
    static List<Booking> expire(List<Part> parts) {
        return parts.stream().map(part -> new Booking(part, part.unknownUse())).toList();
    }

    /** What a late settlement adds to what expiry booked: never less than nothing. */
    static List<Booking> raise(List<Part> booked, Map<String, Long> amounts) {
        List<Booking> bookings = new ArrayList<>();
        for (int i = 0; i < booked.size(); i++) {
            Part part = booked.get(i);
            Long amount = amounts.get(part.account().id());
            if (amount != null && isLastOfItsBudget(booked, i)) {
                bookings.add(new Booking(part.withAmount(0), Math.max(0, amount - sum(booked, part.account()))));
            }
        }
        return bookings;
    }

    private static long sum(List<Part> booked, @Nullable Account account) {
        return booked.stream()
                .filter(part -> part.account() == account)
                .mapToLong(Part::amount)
                .reduce(0, Counter::plus);
    }

    /** Gives back what the part holds and books the amount. */
    void apply(long now) {
        part.account().settle(part, amount, now);
    }

    /** The part with what was booked instead of what was held. */
    Part result() {
        return part.withAmount(amount);
    }
}
