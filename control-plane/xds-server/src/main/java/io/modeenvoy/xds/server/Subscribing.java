package io.modeenvoy.xds.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What a request changes in a subscription, and what the client must be told therefore. */
final class Subscribing {
    private Subscribing() {}

    static TypeState apply(TypeState type, XdsRequest request, boolean first) {
        return switch (request) {
            case XdsRequest.Delta delta when first -> first(type, delta);
            case XdsRequest.Delta delta -> changed(type, delta);
            case XdsRequest.Sotw sotw when first -> first(type, sotw);
            case XdsRequest.Sotw sotw -> changed(type, sotw);
        };
    }

    /** The first delta request of a type may say what the client still has from an earlier stream. */
    private static TypeState first(TypeState type, XdsRequest.Delta request) {
        boolean legacy = request.subscribe().isEmpty() && request.unsubscribe().isEmpty();
        Subscription wanted =
                legacy ? Subscription.LEGACY : shared(type, Subscription.NONE.plus(shared(type, request.subscribe())));
        boolean resumed = !request.initialVersions().isEmpty();
        ClientView view = wanted.wildcard()
                ? ClientView.blank(type.view().base())
                : ClientView.of(type.view().base());
        view = wanted.names().isEmpty() && !resumed ? view : view.itemised();
        for (String name : wanted.names()) {
            view = request.initialVersions().containsKey(name) ? view : view.with(name, Held.Unknown.EMPTY);
        }
        for (var known : request.initialVersions().entrySet()) {
            view = wanted.covers(known.getKey()) ? view.with(known.getKey(), new Held.Version(known.getValue())) : view;
        }
        return type.withSubscription(wanted).withView(view).withAnswerDue(wanted.wildcard() && !resumed);
    }

    /** Names asked for again are sent again: the client may have forgotten them. */
    private static TypeState changed(TypeState type, XdsRequest.Delta request) {
        if (request.subscribe().isEmpty() && request.unsubscribe().isEmpty()) {
            return type;
        }
        Subscription before = type.subscription();
        Subscription wanted = (request.subscribe().isEmpty() ? before : before.plus(shared(type, request.subscribe())))
                .minus(request.unsubscribe());
        TypeState next = rescoped(type, shared(type, wanted));
        boolean all = request.subscribe().contains(Subscription.WILDCARD) && before.wildcard() && !before.legacy();
        next = all ? next.withView(everything(next.view(), wanted, Held.Unknown.EMPTY)) : next;
        next = asked(next, before, request.subscribe());
        return wanted.wildcard() ? asked(next, before, known(before, request.unsubscribe())) : next;
    }

    /**
     * A wildcard client that is up to date says so by the version; all others get what they ask for. One without a version may have something all the same: of a
     * response that it rejected.
     */
    private static TypeState first(TypeState type, XdsRequest.Sotw request) {
        TypeState next = changed(type, request, true);
        if (!next.whole()) {
            return next.withAnswerDue(false);
        }
        boolean current = next.subscription().wildcard()
                && next.subscription().names().isEmpty()
                && request.version().equals(next.view().base().version());
        if (current && !request.version().isEmpty()) {
            return next.withView(ClientView.of(next.view().base())).withAnswerDue(false);
        }
        boolean blank = request.version().isEmpty() && next.view().blank();
        return (blank ? next : next.withView(everything(next.view(), next.subscription(), brought(next))))
                .withAnswerDue(true);
    }

    private static Held brought(TypeState type) {
        return type.removesByOmission() ? Held.Earlier.INSTANCE : Held.Unknown.EMPTY;
    }

    private static TypeState changed(TypeState type, XdsRequest.Sotw request) {
        return changed(type, request, type.subscription().legacy());
    }

    private static TypeState changed(TypeState type, XdsRequest.Sotw request, boolean legacy) {
        Subscription before = type.subscription();
        Subscription wanted = shared(type, wanted(shared(type, request.names()), legacy));
        if (wanted.equals(before)) {
            return type;
        }
        Names added = wanted.names().minus(before.names());
        TypeState next = asked(rescoped(type, wanted), before, added);
        boolean more = !added.isEmpty() || (wanted.wildcard() && !before.wildcard());
        boolean lessBad = next.parked().size() < type.parked().size();
        return next.withAnswerDue(next.answerDue() || (next.whole() && (more || lessBad)));
    }

    private static Subscription wanted(List<String> names, boolean legacy) {
        if (names.isEmpty()) {
            return legacy ? Subscription.LEGACY : Subscription.NONE;
        }
        return Subscription.only(names);
    }

    /** Thousands of streams ask for the same names: each is kept once, in the snapshot. */
    private static List<String> shared(TypeState type, List<String> names) {
        List<String> shared = new ArrayList<>(names.size());
        for (String name : names) {
            Entry entry = type.view().base().get(name);
            shared.add(entry == null ? name : entry.name());
        }
        return shared;
    }

    private static Subscription shared(TypeState type, Subscription wanted) {
        return new Subscription(
                wanted.wildcard(), wanted.legacy(), type.view().base().shared(wanted.names()));
    }

    /** What falls out of the subscription is forgotten, what a new wildcard brings in is missing. */
    private static TypeState rescoped(TypeState type, Subscription wanted) {
        Subscription before = type.subscription();
        ClientView view = type.view();
        if (wanted.wildcard() && !before.wildcard()) {
            view = before.names().isEmpty()
                    ? ClientView.blank(view.base())
                    : view.having(missing(type), outside(before, view.base().names()));
            view = onTheirWay(type, view);
        }
        return type.withSubscription(wanted)
                .withView(view.within(wanted))
                .withParked(type.parked().minusAll(outside(wanted, type.parked().keySet())))
                .withDoomed(type.doomed().minusAll(outside(wanted, type.doomed().keySet())));
    }

    /** What a new wildcard brings in may be in a response that is under way. */
    private static Held missing(TypeState type) {
        return type.removesByOmission() ? Held.Earlier.INSTANCE : Held.Nothing.INSTANCE;
    }

    /** A new wildcard also covers what was sent under an older subscription and is not answered yet. */
    private static ClientView onTheirWay(TypeState type, ClientView view) {
        Outstanding sent = type.outstanding();
        ClientView next = sent == null ? view : view.itemised();
        for (String name : sent == null ? List.<String>of() : sent.allUpserts()) {
            next = type.subscription().covers(name) ? next : next.with(name, brought(type));
        }
        return next;
    }

    /** A delta client may have forgotten what it asks for; a state-of-the-world client keeps what a wildcard brought it. */
    private static TypeState asked(TypeState type, Subscription before, Collection<String> names) {
        ClientView view = names.isEmpty() ? type.view() : type.view().itemised();
        for (String name : names) {
            if (type.subscription().covers(name) && !name.equals(Subscription.WILDCARD)) {
                boolean kept = !type.delta() && before.covers(name);
                view = kept ? view.asking(name) : view.with(name, Held.Unknown.EMPTY);
            }
        }
        return type.withView(view).withParked(type.parked().minusAll(names));
    }

    /** Everything is to be told again, and this is what is known of it. */
    private static ClientView everything(ClientView view, Subscription scope, Held known) {
        ClientView next = view.itemised();
        for (String name : view.base().names()) {
            next = scope.covers(name) ? next.with(name, known) : next;
        }
        return next;
    }

    private static List<String> known(Subscription before, List<String> names) {
        return names.stream().filter(before.names()::contains).toList();
    }

    private static List<String> outside(Subscription scope, Collection<String> names) {
        return names.stream().filter(name -> !scope.covers(name)).toList();
    }
}
