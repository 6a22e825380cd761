package io.modeenvoy.xds.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a rejection means for each resource of the response. The guilty are parked. Where the message does not tell who is guilty,
 * the resources are tried again in groups, so that the good ones arrive and the number of extra responses is bounded.
 */
record Nacks(TypeState type, Rejection rejection) {

    /** @param acceptedNone whether the client says that it has never accepted a response of the type */
    static Nacks of(TypeState type, Outstanding sent, String message, boolean acceptedNone) {
        Blame blame = Blame.of(message, sent.upserts());
        return acceptedNone && !blame.restApplied()
                ? of(type.withView(type.view().withoutEarlier()), sent.withoutEarlierForms(), message, blame)
                : of(type, sent, message, blame);
    }

    private static Nacks of(TypeState type, Outstanding sent, String message, Blame blame) {
        Set<String> guilty = guilty(type, sent, blame);
        boolean exact = !guilty.isEmpty() || sent.upserts().isEmpty();
        Map<String, String> versions = new TreeMap<>();
        (exact ? guilty : sent.upserts()).forEach(name -> versions.put(name, sent.version(name)));
        Rejection rejection = new Rejection(versions, exact, message);
        if (cannotBeHalved(type, sent, blame)) {
            return new Nacks(allParked(next(type, sent), sent), rejection);
        }
        if (!exact) {
            TypeState again = toldAgain(unknown(type, sent, sent.upserts()), sent, blame);
            return new Nacks(again.withSuspects(groups(type, sent, blame)), rejection);
        }
        TypeState rest = blame.restApplied() ? type : unknown(type, sent, without(sent.upserts(), guilty));
        return new Nacks(toldAgain(parked(next(rest, sent), sent, guilty, blame), sent, blame), rejection);
    }

    /** Those the message calls bad; where it calls none, what the client is known to reject already. */
    private static Set<String> guilty(TypeState type, Outstanding sent, Blame blame) {
        Set<String> named = sent.upserts().size() == 1 ? sent.upserts() : blame.guilty();
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

    /**
     * A response that lacked something would take it from a client that may have it, in whatever form. Where nobody says what is bad, such a response goes
     * whole or not at all: it is not sent again before something in it has changed, and the client goes on with what it has.
     */
    private static boolean cannotBeHalved(TypeState type, Outstanding sent, Blame blame) {
        if (!type.removesByOmission() || !blame.guilty().isEmpty()) {
            return false;
        }
        return blame.restApplied()
                ? sent.upserts().size() > 1
                : sent.upserts().stream().anyMatch(name -> sent.certain(name) instanceof Held.Earlier);
    }

    private static TypeState allParked(TypeState type, Outstanding sent) {
        ClientView view = type.view();
        var parked = type.parked();
        for (String name : sent.upserts()) {
            if (concerns(type, name) || isRepeated(type, sent, name)) {
                view = view.with(name, Held.Earlier.INSTANCE);
                parked = isCurrent(view, sent, name) ? parked.plus(name, sent.version(name)) : parked;
            }
        }
        boolean less = !sent.upserts().stream().allMatch(type.subscription()::covers);
        return type.withView(view).withParked(parked).withAnswerDue(type.answerDue() || less);
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

    /**
     * A response that was not applied at all has also not removed anything. Where nothing but removals was in it, there is nothing to be blamed, and saying
     * the same again would go on forever.
     */
    private static TypeState toldAgain(TypeState type, Outstanding sent, Blame blame) {
        if (blame.restApplied() || sent.upserts().isEmpty()) {
            return type;
        }
        ClientView view = type.view();
        for (String name : sent.removals()) {
            if (concerns(type, name)) {
                view = view.with(name, Held.doubted(sent.certain(name)));
            }
        }
        return type.withView(view);
    }

    /** The group that was on trial is through. */
    static TypeState next(TypeState type, Outstanding sent) {
        boolean tried = sent.probing() && !type.suspects().isEmpty();
        return tried
                ? type.withSuspects(type.suspects().subList(1, type.suspects().size()))
                : type;
    }

    private static TypeState parked(TypeState type, Outstanding sent, Set<String> guilty, Blame blame) {
        ClientView view = type.view();
        var parked = type.parked();
        for (String name : guilty) {
            if (concerns(type, name) || isRepeated(type, sent, name)) {
                view = view.with(name, left(type, name, sent.certain(name), blame));
                parked = isCurrent(view, sent, name) ? parked.plus(name, sent.version(name)) : parked;
            }
        }
        return type.withView(view).withParked(parked);
    }

    private static boolean isCurrent(ClientView view, Outstanding sent, String name) {
        Entry current = view.base().get(name);
        return current == null || current.version().equals(sent.version(name));
    }

    /**
     * What the client still has. It may have forgotten that and asked anew since then. One that takes resources one by one may have kept something that whole
     * responses must not take away; from one that takes nothing of what has a bad one in it the bad one must be kept, or it gets nothing any more.
     */
    private static Held left(TypeState type, String name, Held certain, Blame blame) {
        if (type.removesByOmission() && blame.restApplied() && Held.entryOf(certain) == null) {
            return Held.Earlier.INSTANCE;
        }
        if (certain instanceof Held.Earlier) {
            return Held.Unknown.EMPTY;
        }
        boolean forgotten = Held.Unknown.EMPTY.equals(type.view().exceptions().get(name));
        return forgotten ? Held.Unknown.EMPTY : certain;
    }

    /** Applied or not: the client has to be told again. */
    private static TypeState unknown(TypeState type, Outstanding sent, Set<String> names) {
        ClientView view = type.view();
        for (String name : names) {
            if (concerns(type, name)) {
                view = view.with(name, Held.doubted(sent.certain(name)));
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

    /** Those that the message quotes come after all others; where that does not divide them, halves are tried. */
    private static List<Set<String>> groups(TypeState type, Outstanding sent, Blame blame) {
        List<Set<String>> groups = new ArrayList<>();
        Set<String> others = without(sent.upserts(), blame.suspected());
        if (others.isEmpty() || blame.suspected().isEmpty()) {
            List<String> names = List.copyOf(new TreeSet<>(sent.upserts()));
            int middle = names.size() / 2;
            groups.add(Set.copyOf(names.subList(0, middle)));
            groups.add(Set.copyOf(names.subList(middle, names.size())));
        } else {
            groups.add(others);
            groups.add(blame.suspected());
        }
        groups.addAll(next(type, sent).suspects());
        return groups;
    }

    private static Set<String> without(Set<String> names, Set<String> some) {
        Set<String> rest = new TreeSet<>(names);
        rest.removeAll(some);
        return rest;
    }
}
