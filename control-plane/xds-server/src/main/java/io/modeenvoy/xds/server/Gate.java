package io.modeenvoy.xds.server;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Make before break: what a resource mentions must be with the client before the resource itself. Secrets and clusters first,
 * endpoints on their heels, then listeners, then routes. What depends on nothing that is on its way passes at once.
 */
record Gate(StreamState state) {
    /** The types whose resources are used by others, in the order in which they leave. */
    static final List<String> WITH_GRACE = List.of(XdsTypes.CLUSTER, XdsTypes.ENDPOINT, XdsTypes.SECRET);

    private static final int MOST_LOOKED_AT = 64;

    /** Whether every resource of the type may go without being looked at. */
    boolean wideOpen(String typeUrl) {
        return switch (typeUrl) {
            case XdsTypes.LISTENER -> settled();
            case XdsTypes.SCOPED_ROUTE, XdsTypes.ROUTE, XdsTypes.VIRTUAL_HOST, XdsTypes.EXTENSION ->
                !busy(XdsTypes.LISTENER) && settled();
            default -> true;
        };
    }

    /**
     * Whether the resource waits for an answer. It waits for no mending: what mentions something rejected goes all the same, so that whatever
     * else it carries arrives, and the client answers for the rejected part alone.
     */
    boolean waits(TypeState type, Entry entry) {
        return switch (type.typeUrl()) {
            case XdsTypes.LISTENER -> dependencies(type, entry);
            case XdsTypes.SCOPED_ROUTE, XdsTypes.ROUTE, XdsTypes.VIRTUAL_HOST, XdsTypes.EXTENSION ->
                listenerInFlight(type, entry) || dependencies(type, entry);
            default -> false;
        };
    }

    /** A route follows the listener that mentions it; what no listener needs to mention follows all of them. */
    private boolean listenerInFlight(TypeState type, Entry entry) {
        TypeState listeners = state.type(XdsTypes.LISTENER);
        Outstanding sent = listeners == null || !listeners.busy() ? null : listeners.outstanding();
        if (sent == null) {
            return false;
        }
        boolean mentioned =
                type.typeUrl().equals(XdsTypes.ROUTE) || type.typeUrl().equals(XdsTypes.EXTENSION);
        if (!mentioned || sent.upserts().size() > MOST_LOOKED_AT) {
            return true;
        }
        return sent.upserts().stream()
                .map(sent.content()::get)
                .anyMatch(listener -> listener == null || listener.mentions().contains(entry.name()));
    }

    /** Whether resources of the type stay with the client for a grace after they are gone. */
    static boolean hasGrace(String typeUrl) {
        return WITH_GRACE.contains(typeUrl);
    }

    /** Whether resources of the type may use clusters, endpoints and secrets. */
    static boolean uses(String typeUrl) {
        return switch (typeUrl) {
            case XdsTypes.LISTENER, XdsTypes.SCOPED_ROUTE, XdsTypes.ROUTE, XdsTypes.VIRTUAL_HOST, XdsTypes.EXTENSION ->
                true;
            default -> false;
        };
    }

    /**
     * What a client that asks for something that is gone is told instead: what it was when the client was sent what mentions it. Else the
     * client would put half of an older state to use before it hears of the newer one.
     */
    @Nullable
    Entry lastKnown(TypeState type, String name) {
        for (TypeState user : followed(type) && !type.parked().containsKey(name) ? users() : List.<TypeState>of()) {
            Outstanding sent = user.outstanding();
            Entry then = sent == null ? null : sent.mentioned(type.typeUrl(), name);
            if (then != null) {
                return then;
            }
        }
        return null;
    }

    /** Whether something the client has in an older form mentions the name, and the newer one is still to be sent. */
    boolean outdated(TypeState type, String name) {
        return followed(type)
                && users().stream()
                        .flatMap(user ->
                                user.view().exceptions().entrySet().stream().filter(held -> user.lacks(held.getKey())))
                        .map(held -> Held.entryOf(held.getValue()))
                        .anyMatch(entry -> entry != null && entry.mentions().contains(name));
    }

    /** Whether clients ask for resources of the type because another resource names them. */
    private static boolean followed(TypeState type) {
        return XdsTypes.ENVOY.contains(type.typeUrl())
                && !List.of(XdsTypes.CLUSTER, XdsTypes.LISTENER, XdsTypes.RUNTIME)
                        .contains(type.typeUrl());
    }

    private List<TypeState> users() {
        return state.types().values().stream()
                .filter(user -> uses(user.typeUrl()) || user.typeUrl().equals(XdsTypes.CLUSTER))
                .toList();
    }

    boolean busy(String typeUrl) {
        TypeState type = state.type(typeUrl);
        return type != null && type.busy();
    }

    private boolean dependencies(TypeState type, Entry entry) {
        Entry lastGood = Held.entryOf(type.view().held(entry.name()));
        boolean had = lastGood != null && lastGood.version().equals(entry.version());
        return !had && !settled() && entry.mentions().any(this::onItsWay);
    }

    private boolean settled() {
        return settled(state.type(XdsTypes.CLUSTER))
                && settled(state.type(XdsTypes.ENDPOINT))
                && settled(state.type(XdsTypes.SECRET));
    }

    private static boolean settled(@Nullable TypeState type) {
        return type == null || (type.outstanding() == null && type.view().upToDate());
    }

    /** An update of endpoints is nothing to wait for: the cluster is in use all the time. */
    private boolean onItsWay(String name) {
        TypeState endpoints = state.type(XdsTypes.ENDPOINT);
        return inFlight(XdsTypes.CLUSTER, name)
                || inFlight(XdsTypes.SECRET, name)
                || (endpoints != null && endpoints.subscription().covers(name) && endpoints.arriving(name));
    }

    private boolean inFlight(String typeUrl, String name) {
        TypeState type = state.type(typeUrl);
        return type != null && type.subscription().covers(name) && type.inFlight(name);
    }
}
