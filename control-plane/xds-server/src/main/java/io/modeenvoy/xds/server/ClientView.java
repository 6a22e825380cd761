package io.modeenvoy.xds.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.pcollections.TreePMap;

/**
 * What a client holds of a type: all of {@code base} that it subscribes to, except for {@code exceptions}. A client that is up to
 * date costs one pointer, however many resources there are; what differs is what may have to be sent.
 *
 * @param blank the client holds nothing yet; there are no exceptions then
 */
record ClientView(TypeSnapshot base, boolean blank, TreePMap<String, Held> exceptions) {
    static ClientView blank(TypeSnapshot base) {
        return new ClientView(base, true, TreePMap.empty());
    }

    static ClientView of(TypeSnapshot base) {
        return new ClientView(base, false, TreePMap.empty());
    }

    Held held(String name) {
        Held exception = exceptions.get(name);
        if (exception != null) {
            return exception;
        }
        return blank ? Held.Nothing.INSTANCE : base.held(name);
    }

    /** Whether the client holds everything as it is. */
    boolean upToDate() {
        return exceptions.isEmpty() && !(blank && !base.isEmpty());
    }

    /** What the client holds in another form than there is. */
    List<Entry> outdated() {
        List<Entry> outdated = new ArrayList<>();
        exceptions.forEach((name, held) -> {
            Entry entry = Held.entryOf(held);
            if (entry != null && !Held.matches(entry, base.get(name))) {
                outdated.add(entry);
            }
        });
        return outdated;
    }

    /** The same client seen against newer content. */
    ClientView against(TypeSnapshot current, Subscription scope) {
        if (blank) {
            return blank(current);
        }
        ClientView next = new ClientView(current, false, exceptions);
        for (String name : candidates(current, scope)) {
            if (scope.covers(name)) {
                next = next.with(name, held(name));
            }
        }
        return next;
    }

    /** The client holds this under that name. */
    ClientView with(String name, Held held) {
        return Held.matches(held, base.get(name))
                ? new ClientView(base, blank, exceptions.minus(name))
                : new ClientView(base, blank, exceptions.plus(name, held));
    }

    /** The client was told what there is under that name. */
    ClientView told(String name) {
        return new ClientView(base, blank, exceptions.minus(name));
    }

    /** Every missing resource as an exception of its own, so that some can be told and some not. */
    ClientView itemised() {
        return itemisedAs(Held.Nothing.INSTANCE);
    }

    /** The same, where that is what the client may have of each. */
    ClientView itemisedAs(Held known) {
        return blank ? ClientView.of(base).having(known, base.names()) : this;
    }

    /** The client turned out to have nothing of what it might have had. */
    ClientView withoutEarlier() {
        TreePMap<String, Held> known = exceptions;
        for (Map.Entry<String, Held> exception : exceptions.entrySet()) {
            known = exception.getValue() instanceof Held.Earlier
                    ? known.plus(exception.getKey(), Held.Unknown.EMPTY)
                    : known;
        }
        return new ClientView(base, blank, known);
    }

    /** The client holds that of each of these. */
    ClientView having(Held known, Collection<String> names) {
        TreePMap<String, Held> all = exceptions;
        for (String name : names) {
            all = all.plus(name, known);
        }
        return new ClientView(base, false, all);
    }

    /** The client must be told about the name whatever it holds. */
    ClientView asking(String name) {
        return new ClientView(base, blank, exceptions.plus(name, Held.doubted(held(name))));
    }

    /** Forgets what is not subscribed to any more. */
    ClientView within(Subscription scope) {
        if (scope.wildcard()) {
            return this;
        }
        List<String> outside =
                exceptions.keySet().stream().filter(name -> !scope.covers(name)).toList();
        return new ClientView(base, false, exceptions.minusAll(outside));
    }

    private Collection<String> candidates(TypeSnapshot current, Subscription scope) {
        if (!scope.wildcard() && base.generation() == 0) {
            return scope.names();
        }
        Collection<String> changed = current.changedSince(base);
        return scope.wildcard() || changed.size() <= scope.names().size() ? changed : scope.names();
    }
}
