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

    static Nacks of(TypeState before, Outstanding sent, String message) {
        TypeState type = before.withOutstanding(null);
        Set<String> guilty = sent.upserts().size() == 1 ? sent.upserts() : Blame.in(message, sent.upserts());
        boolean exact = !guilty.isEmpty() || sent.upserts().isEmpty();
        Map<String, String> versions = new TreeMap<>();
        (exact ? guilty : sent.upserts()).forEach(name -> versions.put(name, sent.version(name)));
        Rejection rejection = new Rejection(versions, exact, message);
        if (!exact) {
            return new Nacks(halved(unknown(type, sent, sent.upserts()), sent), rejection);
        }
        TypeState rest = Blame.restApplied(message) ? type : unknown(type, sent, without(sent.upserts(), guilty));
        return new Nacks(parked(next(rest, sent), sent, guilty), rejection);
    }

    /** The group that was on trial is through. */
    static TypeState next(TypeState type, Outstanding sent) {
        return sent.probing()
                ? type.withSuspects(type.suspects().subList(1, type.suspects().size()))
                : type;
    }

    private static TypeState parked(TypeState type, Outstanding sent, Set<String> guilty) {
        ClientView view = type.view();
        var parked = type.parked();
        for (String name : guilty) {
            if (type.subscription().covers(name)) {
                view = view.with(name, sent.before().held(name));
                parked = parked.plus(name, sent.version(name));
            }
        }
        TypeState next = type.withView(view);
        for (String name : guilty) {
            Entry current = view.base().get(name);
            parked = current == null || !current.version().equals(sent.version(name)) ? parked.minus(name) : parked;
        }
        return next.withParked(parked);
    }

    /** Applied or not: the client has to be told again. */
    private static TypeState unknown(TypeState type, Outstanding sent, Set<String> names) {
        ClientView view = type.view();
        for (String name : names) {
            if (type.subscription().covers(name)) {
                view = view.with(
                        name, new Held.Unknown(Held.entryOf(sent.before().held(name))));
            }
        }
        return type.withView(view);
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
