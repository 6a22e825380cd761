package io.modeenvoy.xds.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a connected client stands at this moment.
 *
 * @param delta whether it speaks delta; otherwise state-of-the-world
 * @param types it asks for, in the order in which they are served
 */
public record ClientStatus(NodeRef node, boolean delta, List<TypeStatus> types) {
    public ClientStatus {
        types = List.copyOf(types);
    }

    /**
     * One type of a client.
     *
     * @param wildcard it asks for all there are
     * @param names how many it asks for one by one
     * @param pending resources it lacks or should not have any more, and that were not sent yet
     * @param unansweredSince when the response left that it has not answered, or null
     */
    public record TypeStatus(
            String typeUrl,
            boolean wildcard,
            int names,
            int pending,
            @Nullable Instant unansweredSince) {}

    static ClientStatus of(Standing standing) {
        List<TypeStatus> types = new ArrayList<>();
        for (String typeUrl : standing.state().inOrder()) {
            TypeState type = standing.state().types().get(typeUrl);
            if (type != null) {
                types.add(status(type));
            }
        }
        return new ClientStatus(standing.node(), standing.state().delta(), types);
    }

    private static TypeStatus status(TypeState type) {
        ClientView view = type.view();
        Outstanding sent = type.outstanding();
        return new TypeStatus(
                type.typeUrl(),
                type.subscription().wildcard(),
                type.subscription().names().size(),
                view.blank() ? view.base().size() : view.exceptions().size(),
                sent == null ? null : sent.sentAt());
    }
}
