package io.modeenvoy.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A share of the reservation ids with the order in which they end. Guarded by its lock, taken before those of accounts. */
final class Stripe {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Reservation> byId = new HashMap<>();
    private final NavigableMap<Long, Set<String>> endings = new TreeMap<>();

    ReentrantLock lock() {
        return lock;
    }

    @Nullable
    Reservation get(String id) {
        return byId.get(id);
    }

    void put(String id, Reservation reservation) {
        Reservation before = byId.put(id, reservation);
        if (before == null || before.until() != reservation.until()) {
            unlist(id, before);
            endings.computeIfAbsent(reservation.until(), second -> new LinkedHashSet<>())
                    .add(id);
        }
    }

    void remove(String id) {
        unlist(id, byId.remove(id));
    }

    void forgetSettled() {
        List<String> settled = new ArrayList<>();
        byId.forEach((id, reservation) -> {
            if (reservation instanceof Reservation.Settled) {
                settled.add(id);
            }
        });
        settled.forEach(this::remove);
    }

    private void unlist(String id, @Nullable Reservation reservation) {
        if (reservation != null) {
            Set<String> others = endings.get(reservation.until());
            if (others != null && others.remove(id) && others.isEmpty()) {
                endings.remove(reservation.until());
            }
        }
    }

    /** The ids that end at {@code second} or before, earliest first. */
    List<String> ending(long second) {
        List<String> due = new ArrayList<>();
        endings.headMap(second, true).values().forEach(due::addAll);
        return due;
    }

    /** The earliest end, or the greatest long. */
    long firstEnd() {
        return endings.isEmpty() ? Long.MAX_VALUE : endings.firstKey();
    }

    void forEach(BiConsumer<String, Reservation> action) {
        byId.forEach(action);
    }
}
