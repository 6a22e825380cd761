package io.modeenvoy.xds.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a rejection means for each resource of the response. The guilty are parked. Where the message does not tell who is guilty,
 * the resources are tried again in halves, so that the good ones arrive and the number of extra responses is bounded.
 */
record Nacks(TypeState type, Rejection rejection) {

    static Nacks of(TypeState type, Outstanding sent, String message) {
        Set<String> guilty = guilty(type, sent, message);
        boolean exact = !guilty.isEmpty() || sent.upserts().isEmpty();
        Map<String, String> versions = new TreeMap<>();
        (exact ? guilty : sent.upserts()).forEach(name -> versions.put(name, sent.version(name)));
        Rejection rejection = new Rejection(versions, exact, message);
        if (!exact) {
            return new Nacks(due(halved(unknown(type, sent, sent.upserts()), sent), sent, message), rejection);
        }
        TypeState rest = Blame.restApplied(message) ? type : unknown(type, sent, without(sent.upserts(), guilty));
        return new Nacks(due(parked(next(rest, sent), sent, guilty), sent, message), rejection);
    }

    /** Those the message names; where it names none, what the client is known to reject already. */
    private static Set<String> guilty(TypeState type, Outstanding sent, String message) {
        Set<String> named = sent.upserts().size() == 1 ? sent.upserts() : Blame.in(message, sent.upserts());
        return named.isEmpty() ? known(type, sent) : named;
    }

    /** A whole response may repeat what was rejected only after it had left. */
    private static Set<String> known(TypeState type, Outstanding sent) {
        Set<String> known = new TreeSet<>();
        for (String name : type.parked().keySet()) {
            if (sent.upserts().contains(name)
                    && sent.version(name).equals(type.parked().get(name))) {
                known.add(name);
            }
        }
        return known;
    }

    /** What was applied after all is not rejected any more. */
    static TypeState cleared(TypeState type, Outstanding sent) {
        ClientView view = type.view();
        Set<String> applied = type.parked().isEmpty() ? Set.of() : known(type, sent);
        for (String name : applied) {
            Entry entry = sent.content().get(name);
            view = entry == null ? view : view.with(name, entry);
        }
        return applied.isEmpty()
                ? type
                : type.withView(view).withParked(type.parked().minusAll(applied));
    }

    /** A whole response that was not applied at all has also not removed anything: the rest must come again. */
    private static TypeState due(TypeState type, Outstanding sent, String message) {
        if (!type.whole() || Blame.restApplied(message)) {
            return type;
        }
        ClientView view = type.view();
        for (String name : sent.removals()) {
            view = type.subscription().covers(name) ? view.with(name, Held.Unknown.EMPTY) : view;
        }
        boolean stale = sent.upserts().stream().anyMatch(name -> sent.before().held(name) instanceof Held.Unknown);
        return type.withView(view).withAnswerDue(type.answerDue() || stale);
    }

    /** The group that was on trial is through. */
    static TypeState next(TypeState type, Outstanding sent) {
        boolean tried = sent.probing() && !type.suspects().isEmpty();
        return tried
                ? type.withSuspects(type.suspects().subList(1, type.suspects().size()))
                : type;
    }

    private static TypeState parked(TypeState type, Outstanding sent, Set<String> guilty) {
        ClientView view = type.view();
        var parked = type.parked();
        for (String name : guilty) {
            Entry current = view.base().get(name);
            if (concerns(type, name) || isRepeated(type, sent, name)) {
                view = view.with(name, left(type, name, sent.certain(name)));
                boolean same = current == null || current.version().equals(sent.version(name));
                parked = same ? parked.plus(name, sent.version(name)) : parked;
            }
        }
        return type.withView(view).withParked(parked);
    }

    /**
     * What the client still has. It may have forgotten that and asked anew since then; and a state-of-the-world client may hold something
     * from an earlier stream, which only leaving it out takes away.
     */
    private static Held left(TypeState type, String name, Held certain) {
        boolean forgotten = Held.Unknown.EMPTY.equals(type.view().exceptions().get(name));
        boolean older = type.whole() && certain instanceof Held.Nothing;
        return forgotten || older ? Held.Unknown.EMPTY : certain;
    }

    /** Applied or not: the client has to be told again. */
    private static TypeState unknown(TypeState type, Outstanding sent, Set<String> names) {
        ClientView view = type.view();
        for (String name : names) {
            if (concerns(type, name)) {
                view = view.with(name, new Held.Unknown(Held.entryOf(sent.certain(name))));
            }
        }
        return type.withView(view);
    }

    /** What was sent once more since then will be answered for itself. */
    private static boolean concerns(TypeState type, String name) {
        Outstanding later = type.outstanding();
        return type.subscription().covers(name) && (later == null || !later.sets(name));
    }

    /** The later response carries the same again, and will be rejected for it, too. */
    private static boolean isRepeated(TypeState type, Outstanding sent, String name) {
        Outstanding later = type.outstanding();
        return type.whole()
                && type.subscription().covers(name)
                && later != null
                && later.repeats(name, sent.version(name));
    }

    private static TypeState halved(TypeState type, Outstanding sent) {
        List<String> names = List.copyOf(new TreeSet<>(sent.upserts()));
        int middle = names.size() / 2;
        List<Set<String>> groups = new ArrayList<>();
        groups.add(Set.copyOf(names.subList(0, middle)));
        groups.add(Set.copyOf(names.subList(middle, names.size())));
        groups.addAll(next(type, sent).suspects());
        return type.withSuspects(groups);
    }

    private static Set<String> without(Set<String> names, Set<String> some) {
        Set<String> rest = new TreeSet<>(names);
        rest.removeAll(some);
        return rest;
    }
}
