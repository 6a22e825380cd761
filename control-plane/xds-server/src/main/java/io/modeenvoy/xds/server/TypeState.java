package io.modeenvoy.xds.server;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * One type on one stream.
 *
 * @param parked versions the client rejected, by resource name: not sent again until the resource changes
 * @param suspects groups of resources of which at least one was rejected; they are tried one group at a time, first to last
 * @param outstanding the one response that is not answered yet
 * @param answerDue the client waits for a response even if there is nothing to say
 * @param doomed resources that are gone but stay with the client until then
 * @param beatAt when resources with a TTL need a sign of life, or null
 */
record TypeState(
        String typeUrl,
        boolean delta,
        Subscription subscription,
        ClientView view,
        TreePMap<String, String> parked,
        List<Set<String>> suspects,
        @Nullable Outstanding outstanding,
        boolean answerDue,
        TreePMap<String, Instant> doomed,
        @Nullable Instant beatAt) {
    TypeState {
        suspects = List.copyOf(suspects);
    }

    static TypeState fresh(String typeUrl, boolean delta) {
        return new TypeState(
                typeUrl,
                delta,
                Subscription.NONE,
                ClientView.of(TypeSnapshot.empty(typeUrl)),
                TreePMap.empty(),
                List.of(),
                null,
                false,
                TreePMap.empty(),
                null);
    }

    /** Whether each response must carry everything. */
    boolean whole() {
        return removesByOmission() || (!delta && subscription.wildcard());
    }

    /** Whether leaving a resource out means its removal, whatever was asked for. */
    boolean removesByOmission() {
        return !delta && (typeUrl.equals(XdsTypes.LISTENER) || typeUrl.equals(XdsTypes.CLUSTER));
    }

    /** Nothing to send and nothing to wait for. */
    boolean idle() {
        return outstanding == null && !answerDue && view.upToDate();
    }

    /** Whether bad resources are being looked for: then only one response at a time tells anything. */
    boolean onTrial() {
        Outstanding sent = outstanding;
        return !suspects.isEmpty() || (sent != null && sent.probing());
    }

    /** Whether the next response has to wait for the answer to the last one. */
    boolean blocked(Instant now, Duration patience) {
        Outstanding sent = outstanding;
        return sent != null && (onTrial() ? now.isBefore(sent.endOfTrial(patience)) : !sent.forced());
    }

    /** Whether the current version of that resource was rejected. */
    boolean isParked(String name) {
        String version = parked.get(name);
        Entry current = view.base().get(name);
        return version != null && current != null && version.equals(current.version());
    }

    /** Whether there is a resource of that name the client does not have yet and is not known to reject. */
    boolean lacks(String name) {
        boolean differs = view.blank() || view.exceptions().containsKey(name);
        return differs && view.base().get(name) != null && !isParked(name);
    }

    /** Whether the resource is on its way to the client: not acknowledged, not rejected, and worth waiting for. */
    boolean inFlight(String name) {
        Outstanding sent = outstanding;
        if (sent == null) {
            return lacks(name);
        }
        return !sent.forced() && (sent.upserts().contains(name) || lacks(name));
    }

    /** Whether anything new is on its way to the client. */
    boolean busy() {
        Outstanding sent = outstanding;
        return sent != null && !sent.forced() && !sent.upserts().isEmpty();
    }

    /** What the client holds as far as it has said so; keeps nothing but immutable state. */
    HeldResources held() {
        return new SeenResources(subscription, view, outstanding);
    }

    /** Whether the resource is on its way to a client that does not have any version of it. */
    boolean arriving(String name) {
        Outstanding sent = outstanding;
        Held before =
                sent != null && sent.upserts().contains(name) ? sent.before().held(name) : view.held(name);
        return inFlight(name) && !(before instanceof Entry);
    }

    /** The client must be told about these whatever it holds. */
    TypeState askingFor(Set<String> names) {
        ClientView next = view;
        for (String name : names) {
            next = next.asking(name);
        }
        return withView(next);
    }

    /** The same client seen against newer content. */
    TypeState against(TypeSnapshot current) {
        if (view.base().generation() == current.generation()) {
            return this;
        }
        TypeState next = withView(view.against(current, subscription));
        return next.withParked(next.parkedNow(parked)).withDoomed(next.doomedNow());
    }

    /** In a whole response, what is not sent anew must be what the client has for certain, not what it has not answered. */
    TypeState certain() {
        Outstanding sent = outstanding;
        ClientView next = view;
        for (String name : sent == null || !whole() ? Set.<String>of() : sent.upserts()) {
            if (sent != null && next.exceptions().containsKey(name)) {
                next = next.with(name, Held.doubted(sent.certain(name)));
            }
        }
        return withView(next);
    }

    TypeState withSubscription(Subscription next) {
        return new TypeState(typeUrl, delta, next, view, parked, suspects, outstanding, answerDue, doomed, beatAt);
    }

    TypeState withView(ClientView next) {
        return new TypeState(
                typeUrl, delta, subscription, next, parked, suspects, outstanding, answerDue, doomed, beatAt);
    }

    TypeState withParked(TreePMap<String, String> next) {
        return new TypeState(
                typeUrl, delta, subscription, view, next, suspects, outstanding, answerDue, doomed, beatAt);
    }

    TypeState withSuspects(List<Set<String>> next) {
        return new TypeState(typeUrl, delta, subscription, view, parked, next, outstanding, answerDue, doomed, beatAt);
    }

    TypeState withOutstanding(@Nullable Outstanding next) {
        return new TypeState(typeUrl, delta, subscription, view, parked, suspects, next, answerDue, doomed, beatAt);
    }

    TypeState withAnswerDue(boolean due) {
        return new TypeState(typeUrl, delta, subscription, view, parked, suspects, outstanding, due, doomed, beatAt);
    }

    TypeState withDoomed(TreePMap<String, Instant> next) {
        return new TypeState(
                typeUrl, delta, subscription, view, parked, suspects, outstanding, answerDue, next, beatAt);
    }

    TypeState withBeatAt(@Nullable Instant next) {
        return new TypeState(
                typeUrl, delta, subscription, view, parked, suspects, outstanding, answerDue, doomed, next);
    }

    /** What the client holds and forgets unless it hears of it. */
    List<Entry> mortal() {
        Collection<Entry> all = view.base().mortal();
        return all.isEmpty() ? List.of() : all.stream().filter(this::isInUse).toList();
    }

    private boolean isInUse(Entry entry) {
        String name = entry.name();
        return subscription.covers(name) && !view.blank() && !view.exceptions().containsKey(name);
    }

    private TreePMap<String, String> parkedNow(TreePMap<String, String> before) {
        if (before.isEmpty()) {
            return before;
        }
        return before.minusAll(
                before.keySet().stream().filter(name -> !isParked(name)).toList());
    }

    private TreePMap<String, Instant> doomedNow() {
        if (doomed.isEmpty()) {
            return doomed;
        }
        return doomed.minusAll(doomed.keySet().stream()
                .filter(name -> view.base().get(name) != null)
                .toList());
    }
}
