package io.modeenvoy.xds.server;

import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The whole protocol as a function: state and event in, state and effects out. No clock, no I/O, no lock. */
final class StreamReducer {
    private final Instant now;
    private final List<StreamEffect> effects = new ArrayList<>();
    private StreamState state; // lives within one call of reduce

    private StreamReducer(StreamState state, Instant now) {
        this.state = state;
        this.now = now;
    }

    /** The next state and what is to be done. */
    record Step(StreamState state, List<StreamEffect> effects) {}

    static Step reduce(StreamState state, StreamEvent event, Instant now) {
        StreamReducer reducer = new StreamReducer(state, now);
        reducer.accept(event);
        return new Step(reducer.state, List.copyOf(reducer.effects));
    }

    private void accept(StreamEvent event) {
        switch (event) {
            case StreamEvent.Requested(var request, var node) -> requested(request, node);
            case StreamEvent.Published(var snapshot) -> published(snapshot);
            case StreamEvent.Writable(var writable) -> state = state.withWritable(writable);
            case StreamEvent.Woken() -> {
                state = state.withWakeAt(null); // also when nothing can be written now
                force();
            }
        }
        if (state.node() != null && state.writable()) {
            push();
        }
    }

    private void requested(XdsRequest request, @Nullable NodeClaim node) {
        String problem = Admission.problem(state, request, node);
        if (problem != null) {
            effects.add(new StreamEffect.Close(Status.INVALID_ARGUMENT.withDescription(problem)));
            return;
        }
        if (state.node() == null && node != null) {
            state = state.withNode(node);
            effects.add(new StreamEffect.Joined(node));
        }
        TypeState known = state.type(typeUrl(request));
        if (known == null) {
            first(request);
        } else {
            put(Subscribing.apply(answered(known, request), request, false));
        }
    }

    private String typeUrl(XdsRequest request) {
        return request.typeUrl().isEmpty() ? state.onlyType() : request.typeUrl();
    }

    private void first(XdsRequest request) {
        TypeState fresh = current(TypeState.fresh(typeUrl(request), state.delta()));
        TypeState type = Subscribing.apply(fresh, request, true);
        put(type);
        effects.add(new StreamEffect.Subscribed(type.typeUrl()));
        TypeState clusters = state.type(XdsTypes.CLUSTER);
        if (type.typeUrl().equals(XdsTypes.ENDPOINT) && clusters != null && clusters.outstanding() != null) {
            endpointsFollow(
                    clusters.outstanding().content(), clusters.outstanding().upserts());
        }
        if (!type.view().blank() && !type.answerDue()) {
            effects.add(new StreamEffect.Resumed(delivery(type, List.of())));
        }
    }

    /** Only the nonce of a response that is not answered yet answers it; any other is history. */
    private TypeState answered(TypeState type, XdsRequest request) {
        Outstanding latest = type.outstanding();
        Outstanding sent = latest == null ? null : latest.withNonce(request.nonce());
        if (latest == null || sent == null) {
            return type;
        }
        String error = request.error();
        TypeState next = type.withOutstanding(rest(type.whole(), latest, sent, error));
        return error == null ? acked(next, sent) : nacked(next, sent, error, request.acceptedNone());
    }

    /** The responses that came after the one that was answered. */
    private static @Nullable Outstanding rest(
            boolean whole, Outstanding latest, Outstanding answered, @Nullable String error) {
        if (latest.nonce().equals(answered.nonce())) {
            return null;
        }
        Outstanding rest = latest.without(answered);
        if (error != null) {
            return rest.doubting(answered, error);
        }
        return whole ? rest.confirming(answered) : rest;
    }

    private TypeState acked(TypeState type, Outstanding sent) {
        TypeState next = Nacks.next(Nacks.cleared(type, sent), sent);
        effects.add(new StreamEffect.Acked(answer(next, sent), Duration.between(sent.sentAt(), now)));
        return next;
    }

    private TypeState nacked(TypeState type, Outstanding sent, String error, boolean acceptedNone) {
        Nacks nacks = Nacks.of(type, sent, error, acceptedNone);
        effects.add(new StreamEffect.Nacked(answer(nacks.type(), sent), nacks.rejection()));
        return nacks.type();
    }

    /**
     * A cluster that was changed warms until its endpoints come again, even those the client has, and Envoy withholds the ACK of the
     * cluster until then: so the endpoints follow on the heels of their cluster.
     */
    private void endpointsFollow(TypeSnapshot clusters, Set<String> changed) {
        TypeState endpoints = state.type(XdsTypes.ENDPOINT);
        if (endpoints != null && !endpoints.view().blank()) {
            put(endpoints.askingFor(used(endpoints, clusters, changed)));
        }
    }

    /** Endpoints the client has of those clusters: what they mention. */
    private static Set<String> used(TypeState endpoints, TypeSnapshot clusters, Set<String> names) {
        Set<String> used = new TreeSet<>();
        for (String name : names) {
            Entry cluster = clusters.get(name);
            for (String text :
                    cluster == null ? Set.<String>of() : cluster.mentions().texts()) {
                if (endpoints.subscription().covers(text)
                        && Held.versionOf(endpoints.view().held(text)) != null) {
                    used.add(text);
                }
            }
        }
        return used;
    }

    private void published(GroupSnapshot snapshot) {
        state = state.withSnapshot(snapshot);
        for (TypeState type : state.types().values()) {
            TypeState next = current(type);
            if (next.view().base().generation() != type.view().base().generation()) {
                put(next);
            }
        }
    }

    private TypeState current(TypeState type) {
        GroupSnapshot snapshot = state.snapshot();
        TypeSnapshot content = snapshot == null ? null : snapshot.type(type.typeUrl());
        return content == null ? type : type.against(content);
    }

    /** Whoever does not answer in time is not waited for. */
    private void force() {
        for (TypeState type : List.copyOf(state.types().values())) {
            Outstanding sent = type.outstanding();
            if (sent != null
                    && !sent.forced()
                    && !now.isBefore(sent.deadline(state.rules().patience()))) {
                put(type.withOutstanding(sent.asForced()));
                effects.add(new StreamEffect.Forced(type.typeUrl()));
            }
        }
    }

    private void push() {
        boolean waiting = false;
        boolean usersWait = false;
        state = state.withWakeAt(null);
        for (String typeUrl : state.inOrder()) {
            TypeState type = state.types().get(typeUrl);
            if (type != null && known(type) && !type.idle()) {
                boolean waits = blocked(type) ? behind(type) : send(Plan.buildUp(tried(type), new Gate(state)));
                waiting |= waits;
                usersWait |= Gate.uses(typeUrl) && (waits || unanswered(state.type(typeUrl)));
            }
        }
        for (String typeUrl : Gate.WITH_GRACE) {
            waiting |= tearDown(typeUrl, usersWait);
        }
        for (TypeState type : state.types().values()) {
            waiting |= keepAlive(type);
        }
        if (waiting) {
            wakeForPatience();
        }
    }

    /** Says in time that what has a TTL still holds; says whether that has to wait for an answer. */
    private boolean keepAlive(TypeState type) {
        List<Entry> mortal = type.mortal();
        if (mortal.isEmpty()) {
            if (type.beatAt() != null) {
                put(type.withBeatAt(null));
            }
            return false;
        }
        Instant beatAt = type.beatAt();
        boolean due = beatAt != null && !now.isBefore(beatAt);
        if (due && blocked(type)) {
            return true;
        }
        Instant next = due || beatAt == null ? now.plus(shortest(mortal)) : beatAt;
        put(type.withBeatAt(next));
        if (due) {
            send(Plan.heartbeat(type.withBeatAt(next), mortal));
        }
        wakeBy(next);
        return false;
    }

    private static Duration shortest(List<Entry> mortal) {
        Duration shortest = null;
        for (Entry entry : mortal) {
            Duration beat = entry.beat();
            shortest = shortest == null || (beat != null && beat.compareTo(shortest) < 0) ? beat : shortest;
        }
        return Objects.requireNonNull(shortest, "ttl: none (expected: on each)");
    }

    /** Whether more is to be sent when the outstanding response is answered, or has been waited for long enough. */
    private static boolean behind(TypeState type) {
        return !type.view().upToDate();
    }

    private boolean blocked(TypeState type) {
        return type.blocked(now, state.rules().patience());
    }

    /** A client that does not answer ends the search: everything that is not known to be bad goes. */
    private static TypeState tried(TypeState type) {
        return type.outstanding() == null ? type : type.withSuspects(List.of());
    }

    private static boolean unanswered(@Nullable TypeState type) {
        Outstanding sent = type == null ? null : type.outstanding();
        return sent != null && !sent.forced();
    }

    /** A type nobody has published is parked: no answer is better than a wrong one. */
    private boolean known(TypeState type) {
        GroupSnapshot snapshot = state.snapshot();
        return snapshot != null && snapshot.type(type.typeUrl()) != null;
    }

    /** Says whether something has to wait for those who may use it. */
    private boolean tearDown(String typeUrl, boolean usersWait) {
        TypeState type = state.type(typeUrl);
        if (type == null
                || !known(type)
                || type.outstanding() != null
                || type.view().exceptions().isEmpty()) {
            return false;
        }
        if (!usersWait) {
            send(Plan.tearDown(type, stale(typeUrl), now, state.rules()));
        }
        return usersWait;
    }

    /** Resources that the client holds in an older form, and that may use one of this type. */
    private List<Entry> stale(String typeUrl) {
        List<Entry> stale = new ArrayList<>();
        for (TypeState type : state.types().values()) {
            boolean user = Gate.uses(type.typeUrl())
                    || (type.typeUrl().equals(XdsTypes.CLUSTER) && !typeUrl.equals(XdsTypes.CLUSTER));
            if (user) {
                stale.addAll(type.view().outdated());
            }
        }
        return stale;
    }

    /** Carries a plan out; says whether something waits. */
    private boolean send(Plan part) {
        boolean speaks = part.speaks() || (part.type().answerDue() && !part.waiting());
        Plan plan = speaks ? part.whole() : part;
        ClientView view = plan.everything()
                ? ClientView.of(plan.type().view().base())
                : plan.type().view();
        for (Entry entry : plan.upserts()) {
            view = view.with(entry.name(), entry);
        }
        for (String name : plan.removals()) {
            view = view.told(name);
        }
        for (String name : plan.quiet()) {
            view = view.told(name);
        }
        TypeState after = plan.type().withView(view).certain();
        put(speaks ? respond(after, plan) : after);
        if (after.typeUrl().equals(XdsTypes.CLUSTER)) {
            endpointsFollow(after.view().base(), plan.upsertNames());
        }
        wakeBy(plan.wakeAt());
        return plan.waiting();
    }

    private TypeState respond(TypeState after, Plan plan) {
        String nonce = Long.toString(state.nonces() + 1, Character.MAX_RADIX);
        state = state.withNonces(state.nonces() + 1);
        TypeState before = plan.type();
        Outstanding sent = new Outstanding(
                nonce,
                plan.upsertNames(),
                plan.removals(),
                before.view(),
                before.view().base(),
                Objects.requireNonNullElse(state.snapshot(), GroupSnapshot.EMPTY),
                now,
                plan.probing(),
                false,
                null);
        effects.add(new StreamEffect.Respond(Response.encode(after, plan, nonce), answer(before, sent)));
        return after.withOutstanding(sent.after(before.outstanding(), after)).withAnswerDue(false);
    }

    private void put(TypeState next) {
        TypeState before = state.type(next.typeUrl());
        state = state.withType(next);
        if (before != null && !before.parked().isEmpty()) {
            List<String> cleared = before.parked().keySet().stream()
                    .filter(name -> !next.parked().containsKey(name))
                    .toList();
            if (!cleared.isEmpty()) {
                effects.add(new StreamEffect.Cleared(next.typeUrl(), cleared));
            }
        }
    }

    private void wakeForPatience() {
        for (TypeState type : state.types().values()) {
            Outstanding sent = type.outstanding();
            if (sent != null && !sent.forced()) {
                wakeBy(sent.deadline(state.rules().patience()));
            } else if (sent != null && blocked(type)) {
                wakeBy(sent.endOfTrial(state.rules().patience()));
            }
        }
    }

    private void wakeBy(@Nullable Instant at) {
        Instant wakeAt = state.wakeAt();
        if (at != null && (wakeAt == null || at.isBefore(wakeAt))) {
            state = state.withWakeAt(at);
        }
    }

    private static Delivery answer(TypeState type, Outstanding sent) {
        return new Delivery(type.typeUrl(), sent.content().version(), sent.names(), type.held());
    }

    private static Delivery delivery(TypeState type, List<String> names) {
        return new Delivery(type.typeUrl(), type.view().base().version(), names, type.held());
    }
}
