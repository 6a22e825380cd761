package io.modeenvoy.translator;

import io.modeenvoy.ir.ObjectRef;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What became of one parentRef of a route to a Gateway of ours: the material of its {@code status.parents}.
 *
 * @param parent the Gateway, or a ListenerSet of it
 * @param section the listener named, null = all
 * @param port the port named, null = all
 * @param accepted whether the route hangs on at least one listener
 * @param reason of the condition Accepted: {@code Accepted}, {@code NoMatchingParent}, {@code NotAllowedByListeners}, …
 */
public record RouteAttachment(
        ObjectRef route,
        ObjectRef parent,
        @Nullable String section,
        @Nullable Integer port,
        boolean accepted,
        String reason,
        String message)
        implements Comparable<RouteAttachment> {
    private static final Comparator<RouteAttachment> ORDER = Comparator.comparing(RouteAttachment::route)
            .thenComparing(RouteAttachment::parent)
            .thenComparing(RouteAttachment::section, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(RouteAttachment::port, Comparator.nullsFirst(Comparator.naturalOrder()));

    static RouteAttachment accepted(ObjectRef route, Parent parent) {
        return new RouteAttachment(
                route,
                parent.ref(),
                parent.section(),
                parent.port(),
                true,
                Reasons.ACCEPTED,
                "the route hangs on the " + parent.kind());
    }

    static RouteAttachment refused(ObjectRef route, Parent parent, String reason, String message) {
        return new RouteAttachment(route, parent.ref(), parent.section(), parent.port(), false, reason, message);
    }

    @Override
    public int compareTo(RouteAttachment other) {
        return ORDER.compare(this, other);
    }
}
