package io.modeenvoy.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is known of a reservation id. Times are seconds since the epoch, at which the state ends. */
sealed interface Reservation {
    /** When it expires or is forgotten. */
    long until();

    /**
     * Holds room until it is settled or expires.
     *
     * @param parts one per budget and slot, those of one budget ordered by slot
     */
    record Open(List<Part> parts, long ttlSeconds, long until) implements Reservation {
        public Open {
            parts = List.copyOf(parts);
        }

        /** With more held, later. */
        Open grown(List<Part> more, long newUntil) {
            List<Part> merged = new ArrayList<>(parts);
            more.forEach(part -> merge(merged, part));
            return new Open(merged, ttlSeconds, newUntil);
        }

        private static void merge(List<Part> parts, Part more) {
            for (int i = 0; i < parts.size(); i++) {
                Part part = parts.get(i);
                if (part.sameSlot(more)) {
                    parts.set(i, part.withAmount(Counter.plus(part.amount(), more.amount())));
                    return;
                }
            }
            parts.add(more);
        }

        /** The accounts of all parts by budget id. */
        Map<String, Account> accounts() {
            Map<String, Account> byId = new TreeMap<>();
            parts.forEach(part -> byId.put(part.account().id(), part.account()));
            return byId;
        }
    }

    /** Is settled; repeated calls have no effect. */
    record Settled(long until) implements Reservation {}

    /**
     * Has expired.
     *
     * @param booked what was booked for it, which a late settlement may raise
     */
    record Expired(List<Part> booked, long until) implements Reservation {
        public Expired {
            booked = List.copyOf(booked);
        }
    }

    /** Was settled before it was made: the tombstone that lets the late reserve hold nothing. */
    record Overtaken(Map<String, Long> amounts, long until) implements Reservation {
        public Overtaken {
            amounts = Map.copyOf(amounts);
        }
    }
}
