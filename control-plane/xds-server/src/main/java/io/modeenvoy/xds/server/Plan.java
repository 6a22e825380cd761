package io.modeenvoy.xds.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What can be sent of one type now.
 *
 * @param everything all there is, to a client that has nothing
 * @param heartbeats what the client has and is only told again to keep alive
 * @param quiet names that are settled without a word, because the protocol has none for it
 * @param waiting something else waits for an ACK
 * @param probing only the first group of suspects goes
 */
record Plan(
        TypeState type,
        boolean everything,
        List<Entry> upserts,
        List<String> removals,
        List<Entry> heartbeats,
        List<String> quiet,
        boolean waiting,
        boolean probing,
        @Nullable Instant wakeAt) {

    boolean speaks() {
        return everything || !upserts.isEmpty() || !removals.isEmpty() || !heartbeats.isEmpty();
    }

    /** Additions and changes, and those removals that need no grace. */
    static Plan buildUp(TypeState type, Gate gate) {
        if (type.view().blank()) {
            if (type.suspects().isEmpty() && type.parked().isEmpty() && gate.wideOpen(type.typeUrl())) {
                return new Plan(
                        type,
                        !type.view().base().isEmpty(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        false,
                        false,
                        null);
            }
            Held known = type.removesByOmission() ? Held.Earlier.INSTANCE : Held.Nothing.INSTANCE;
            return buildUp(type.withView(type.view().itemisedAs(known)), gate);
        }
        Draft draft = new Draft(type);
        type.view().exceptions().forEach((name, held) -> draft.place(name, held, gate));
        return draft.finish(gate);
    }

    /** Removals after the grace; {@code stale} are resources of the client that are not up to date and may use what is gone. */
    static Plan tearDown(TypeState type, List<Entry> stale, Instant now, StreamRules rules) {
        List<String> removals = new ArrayList<>();
        var doomed = type.doomed();
        Instant wakeAt = null;
        for (Map.Entry<String, Held> exception : type.view().exceptions().entrySet()) {
            String name = exception.getKey();
            if (!leaves(type, name, exception.getValue())) {
                continue;
            }
            Instant due = doomed.getOrDefault(name, now.plus(rules.grace()));
            doomed = doomed.plus(name, due);
            if (now.isBefore(due)) {
                wakeAt = wakeAt == null || due.isBefore(wakeAt) ? due : wakeAt;
            } else if (stale.stream().noneMatch(entry -> entry.mentions().contains(name))) {
                removals.add(name);
            }
        }
        boolean spoken = type.delta() || type.whole();
        return new Plan(
                type.withDoomed(doomed.minusAll(removals)),
                false,
                List.of(),
                spoken ? removals : List.of(),
                List.of(),
                spoken ? List.of() : removals,
                wakeAt != null,
                false,
                wakeAt);
    }

    /**
     * Keeps those resources alive. State of the world says them again as a whole: a response of it without bodies would be taken for
     * their removal where each response is the whole world, and Envoy's client drops the TTL with it elsewhere.
     */
    static Plan heartbeat(TypeState type, List<Entry> entries) {
        List<Entry> upserts = type.delta() ? List.of() : entries;
        List<Entry> heartbeats = type.delta() ? entries : List.of();
        return new Plan(type, false, upserts, List.of(), heartbeats, List.of(), false, false, null);
    }

    private static boolean leaves(TypeState type, String name, Held held) {
        return type.view().base().get(name) == null
                && switch (held) {
                    case Entry _, Held.Version _, Held.Earlier _ -> true;
                    case Held.Unknown(var lastGood) -> lastGood != null;
                    case Held.Nothing _ -> false;
                };
    }

    /** A plan being drawn up; lives within one call. */
    private static final class Draft {
        private final TypeState type;
        private final List<Entry> upserts = new ArrayList<>();
        private final List<String> removals = new ArrayList<>();
        private final List<String> quiet = new ArrayList<>();
        private final List<String> leaving = new ArrayList<>();
        private boolean waiting;
        private boolean holdsAll; // what waits must not be left out

        Draft(TypeState type) {
            this.type = type;
        }

        void place(String name, Held held, Gate gate) {
            Entry current = type.view().base().get(name);
            Entry gone = current == null && held.equals(Held.Unknown.EMPTY) ? gate.lastKnown(type, name) : null;
            if (current != null) {
                upsert(current, held, gate);
            } else if (gone != null) {
                upserts.add(gone);
            } else if (leaves(type, name, held)) {
                leave(name);
            } else if (!(held instanceof Held.Unknown && gate.outdated(type, name))) {
                (held instanceof Held.Unknown && (type.delta() || type.whole()) ? removals : quiet).add(name);
            } // else the newer form of what mentions it decides
        }

        private void upsert(Entry entry, Held held, Gate gate) {
            if (type.isParked(entry.name())) {
                return;
            }
            if (gate.waits(type, entry)) {
                waiting = true;
                holdsAll |= held instanceof Held.Earlier;
            } else {
                upserts.add(entry);
            }
        }

        private void leave(String name) {
            if (Gate.uses(type.typeUrl())) {
                leaving.add(name);
            } else if (!Gate.hasGrace(type.typeUrl())) {
                (type.delta() || type.whole() ? removals : quiet).add(name);
            }
        }

        Plan finish(Gate gate) {
            if (holdsAll) {
                return new Plan(type, false, List.of(), List.of(), List.of(), List.of(), true, false, null);
            }
            boolean routes = !type.typeUrl().equals(XdsTypes.LISTENER);
            boolean early = waiting || (routes && gate.busy(XdsTypes.LISTENER));
            if (early) {
                waiting |= !leaving.isEmpty();
            } else {
                (type.delta() || type.whole() ? removals : quiet).addAll(leaving);
            }
            return type.suspects().isEmpty() ? plan(type, upserts, false) : onTrial();
        }

        /** Groups that have nothing left to try are passed over. */
        private Plan onTrial() {
            List<Set<String>> groups = new ArrayList<>(type.suspects());
            while (!groups.isEmpty()) {
                Set<String> group = groups.getFirst();
                List<Entry> some = upserts.stream()
                        .filter(entry -> group.contains(entry.name()))
                        .toList();
                if (!some.isEmpty()) {
                    return plan(type.withSuspects(groups), some, true);
                }
                groups.removeFirst();
            }
            return plan(type.withSuspects(List.of()), upserts, false);
        }

        private Plan plan(TypeState planned, List<Entry> sent, boolean probing) {
            return new Plan(planned, false, sent, removals, List.of(), quiet, waiting, probing, null);
        }
    }

    /**
     * The same for a response that carries the whole world: what the client may have in a form that is not known here goes along as it is. A client that rejects it
     * keeps what it has.
     */
    Plan whole() {
        if (!type.removesByOmission() || everything) {
            return this;
        }
        Set<String> going = upsertNames();
        List<Entry> all = new ArrayList<>(upserts);
        type.view().exceptions().forEach((name, held) -> {
            Entry current = type.view().base().get(name);
            if (held instanceof Held.Earlier && current != null && !going.contains(name)) {
                all.add(current);
            }
        });
        return new Plan(type, false, all, removals, heartbeats, quiet, waiting, probing, wakeAt);
    }

    /** The names whose resources go out. */
    Set<String> upsertNames() {
        if (everything) {
            return type.view().base().names();
        }
        Set<String> names = new TreeSet<>();
        upserts.forEach(entry -> names.add(entry.name()));
        return names;
    }
}
