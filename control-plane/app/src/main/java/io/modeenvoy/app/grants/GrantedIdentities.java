package io.modeenvoy.app.grants;

import io.modeenvoy.xds.server.Identities;
import io.modeenvoy.xds.server.Peer;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lets a certificate claim what it was granted. Plain text is believed: it is spoken only where somebody else guards the socket. */
public final class GrantedIdentities implements Identities {
    private final Supplier<GrantBook> book;

    /** The book is asked for with each claim, so that it may change. */
    public GrantedIdentities(Supplier<GrantBook> book) {
        this.book = book;
    }

    @Override
    public @Nullable String objection(Peer peer, String nodeId, String group) {
        return switch (peer) {
            case Peer.Unnamed unnamed -> null;
            case Peer.Certified certified -> objection(certified, nodeId, group);
        };
    }

    @Override
    public @Nullable String introspectionObjection(Peer peer) {
        return switch (peer) {
            case Peer.Unnamed unnamed -> null;
            case Peer.Certified certified -> {
                List<Grant> grants = book.get().of(certified.names());
                yield grants.stream().anyMatch(Grant::introspect)
                        ? null
                        : "introspection: not for " + certified + " (expected: " + words(grants) + ")";
            }
        };
    }

    /** Whether a certificate may claim the group for any of its nodes. */
    public boolean mayClaim(Peer.Certified peer, String group) {
        return book.get().of(peer.names()).stream().anyMatch(grant -> grant.allows(group));
    }

    /** What a certificate may claim, in words. */
    public String claims(Peer.Certified peer) {
        return words(book.get().of(peer.names()));
    }

    private @Nullable String objection(Peer.Certified peer, String nodeId, String group) {
        List<Grant> grants = book.get().of(peer.names());
        return grants.stream().anyMatch(grant -> grant.allows(nodeId, group))
                ? null
                : "node: " + nodeId + " of group " + group + " claimed by " + peer + " (expected: " + words(grants)
                        + ")";
    }

    private static String words(List<Grant> grants) {
        return grants.isEmpty()
                ? "a certificate with a grant; this one has none"
                : grants.stream().map(Grant::words).collect(Collectors.joining(", or "));
    }
}
