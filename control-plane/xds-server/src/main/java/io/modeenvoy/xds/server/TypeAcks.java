package io.modeenvoy.xds.server;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where one client stands with one type.
 *
 * @param sentVersion of the type's content when the last response left; empty before
 * @param ackedVersion of the type's content in the last response applied; empty before
 * @param rejections by resource name, until the resource changes
 * @param forced how often others did not wait for its ACK any longer
 */
public record TypeAcks(
        String sentVersion,
        String ackedVersion,
        HeldResources held,
        Map<String, RejectedResource> rejections,
        long forced) {
    static final TypeAcks NONE = new TypeAcks("", "", HeldResources.NONE, Map.of(), 0);

    public TypeAcks {
        rejections = Map.copyOf(rejections);
    }

    /** Whether the client acknowledged exactly this version. */
    public boolean holds(String name, String version) {
        return version.equals(held.version(name));
    }

    /** What the client said when it rejected exactly this version, or null. */
    public @Nullable RejectedResource rejection(String name, String version) {
        RejectedResource rejected = rejections.get(name);
        return rejected != null && rejected.version().equals(version) ? rejected : null;
    }

    TypeAcks sent(Delivery delivery) {
        return new TypeAcks(delivery.version(), ackedVersion, held, rejections, forced);
    }

    TypeAcks acked(Delivery delivery) {
        return new TypeAcks(
                sentVersion, delivery.version(), delivery.held(), without(delivery.names(), rejections), forced);
    }

    TypeAcks nacked(Delivery delivery, Rejection rejection) {
        Map<String, RejectedResource> all = new TreeMap<>(without(delivery.names(), rejections));
        rejection.versions().forEach((name, version) -> all.put(name, rejected(rejection, version)));
        return new TypeAcks(sentVersion, ackedVersion, delivery.held(), all, forced);
    }

    TypeAcks cleared(Collection<String> names) {
        return new TypeAcks(sentVersion, ackedVersion, held, without(names, rejections), forced);
    }

    TypeAcks waitedInVain() {
        return new TypeAcks(sentVersion, ackedVersion, held, rejections, forced + 1);
    }

    private static RejectedResource rejected(Rejection rejection, String version) {
        return new RejectedResource(version, rejection.exact(), rejection.message());
    }

    private static Map<String, RejectedResource> without(Collection<String> names, Map<String, RejectedResource> from) {
        if (from.isEmpty()) {
            return from;
        }
        Map<String, RejectedResource> rest = new TreeMap<>(from);
        rest.keySet().removeIf(names::contains);
        return rest;
    }

    /** One resource version a client will not have; {@code exact} is false while it is one of several suspects. */
    public record RejectedResource(String version, boolean exact, String message) {}

    /** Never null, whatever the map says. */
    static TypeAcks orNone(@Nullable TypeAcks acks) {
        return acks == null ? NONE : acks;
    }
}
