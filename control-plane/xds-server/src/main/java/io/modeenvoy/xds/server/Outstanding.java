package io.modeenvoy.xds.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A response that has left and is not answered yet.
 *
 * @param upserts names whose resources it set anew; a state-of-the-world response carries more, which the client already has
 * @param before what the client held before
 * @param content what the resources were taken from
 * @param group the whole content at that time: what the resources mention is there, even when it is gone by now
 * @param probing it tests one of the groups of suspects of an earlier rejection
 * @param forced nobody waits for it any more, and the next response may follow without its answer
 * @param earlier a response that was forced and is still not answered: its answer may yet come
 */
record Outstanding(
        String nonce,
        Set<String> upserts,
        List<String> removals,
        ClientView before,
        TypeSnapshot content,
        GroupSnapshot group,
        Instant sentAt,
        boolean probing,
        boolean forced,
        @Nullable Outstanding earlier) {
    private static final int MOST_EARLIER = 16;
    private static final int HURRY = 10;
    private static final int TRIAL = 3;

    Outstanding asForced() {
        return new Outstanding(nonce, upserts, removals, before, content, group, sentAt, probing, true, earlier);
    }

    /** This one follows another that is not answered yet; a number of those are remembered. */
    Outstanding after(@Nullable Outstanding unanswered, TypeState type) {
        if (unanswered == null) {
            return this;
        }
        Outstanding kept = unanswered.depth() >= MOST_EARLIER ? null : unanswered;
        return type.whole() ? with(repeated(unanswered, type), before, kept) : with(upserts, before, kept);
    }

    /** What the client holds for certain: what it held before the first of the unanswered responses that set this name. */
    Held certain(String name) {
        boolean older = earlier != null && earlier.sets(name);
        return older && earlier != null ? earlier.certain(name) : before.held(name);
    }

    /** Whether this or an earlier one that is not answered either set this name. */
    boolean sets(String name) {
        return upserts.contains(name) || (earlier != null && earlier.sets(name));
    }

    /** Whether the last of them that set this name set it to that version. */
    boolean repeats(String name, String version) {
        return upserts.contains(name)
                ? version(name).equals(version)
                : earlier != null && earlier.repeats(name, version);
    }

    /** The names this and the earlier ones that are not answered either set anew. */
    Collection<String> allUpserts() {
        if (earlier == null) {
            return upserts;
        }
        Set<String> all = new TreeSet<>(upserts);
        all.addAll(earlier.allUpserts());
        return all;
    }

    /** A whole response carries again what was not answered, and may be rejected for it. */
    private Set<String> repeated(Outstanding unanswered, TypeState type) {
        Set<String> all = new TreeSet<>(upserts);
        unanswered.upserts().stream()
                .filter(name ->
                        content.get(name) != null && !type.view().exceptions().containsKey(name))
                .forEach(all::add);
        return all;
    }

    private Outstanding with(Set<String> names, ClientView held, @Nullable Outstanding unanswered) {
        return new Outstanding(nonce, names, removals, held, content, group, sentAt, probing, forced, unanswered);
    }

    /** The response with that nonce, be it this or an earlier one; or null. */
    @Nullable
    Outstanding withNonce(String answered) {
        if (nonce.equals(answered)) {
            return this;
        }
        return earlier == null ? null : earlier.withNonce(answered);
    }

    /** The same without one of the earlier ones and those before it: clients answer in order. */
    Outstanding without(Outstanding answered) {
        boolean next = earlier == null || earlier.nonce().equals(answered.nonce());
        return new Outstanding(
                nonce,
                upserts,
                removals,
                before,
                content,
                group,
                sentAt,
                probing,
                forced,
                next || earlier == null ? null : earlier.without(answered));
    }

    /** What an earlier response set was rejected: so the client did not hold that before this one either. */
    Outstanding doubting(Outstanding rejected, String message) {
        Blame blame = Blame.of(message, rejected.upserts());
        boolean anyOne = blame.restApplied() && blame.guilty().isEmpty();
        boolean all = !blame.restApplied() || anyOne;
        ClientView held = before;
        for (String name : all ? rejected.upserts() : blame.guilty()) {
            Held certain = rejected.certain(name);
            held = held.with(name, anyOne ? Held.doubted(certain) : certain);
        }
        return with(upserts, held, earlier == null ? null : earlier.doubting(rejected, message));
    }

    /** The client turned out to have nothing of what it might have had before. */
    Outstanding withoutEarlierForms() {
        return with(upserts, before.withoutEarlier(), earlier == null ? null : earlier.withoutEarlierForms());
    }

    /** What an earlier response set was applied: where this one only repeats it, it is not to blame for a rejection. */
    Outstanding confirming(Outstanding applied) {
        ClientView held = before;
        Set<String> rest = new TreeSet<>(upserts);
        for (String name : applied.upserts()) {
            Entry entry = applied.content().get(name);
            if (entry != null && entry.version().equals(version(name))) {
                held = held.with(name, entry);
                rest.remove(name);
            }
        }
        return with(rest, held, earlier == null ? null : earlier.confirming(applied));
    }

    /** When nobody waits for it any more. A client that let us wait in vain before gets less time. */
    Instant deadline(Duration patience) {
        return sentAt.plus(earlier == null ? patience : patience.dividedBy(HURRY));
    }

    /** When the search for a bad resource is given up if this is not answered. */
    Instant endOfTrial(Duration patience) {
        return sentAt.plus(patience.multipliedBy(TRIAL));
    }

    String version(String name) {
        Entry entry = content.get(name);
        return entry == null ? "" : entry.version();
    }

    boolean carries(String name) {
        return upserts.contains(name) || removals.contains(name);
    }

    Collection<String> names() {
        if (removals.isEmpty()) {
            return upserts;
        }
        List<String> names = new ArrayList<>(upserts);
        names.addAll(removals);
        return names;
    }

    /** A resource as it was when something that this response sets, or an earlier one, mentioned it; or null. */
    @Nullable
    Entry mentioned(String typeUrl, String name) {
        for (String user : upserts) {
            Entry entry = content.get(user);
            TypeSnapshot then = group.type(typeUrl);
            if (entry != null && then != null && entry.mentions().contains(name)) {
                return then.get(name);
            }
        }
        return earlier == null ? null : earlier.mentioned(typeUrl, name);
    }

    private int depth() {
        return earlier == null ? 1 : earlier.depth() + 1;
    }
}
