package io.modeenvoy.translator;

import io.modeenvoy.ir.ObjectRef;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What became of one parentRef of a route to a Gateway of ours: the material of its {@code status.parents}.
 *
 * @param section the listener named, null = all
 * @param port the port named, null = all
 * @param accepted whether the route hangs on at least one listener
 * @param reason of the condition Accepted: {@code Accepted}, {@code NoMatchingParent}, {@code NotAllowedByListeners}, …
 */
public record RouteAttachment(
        ObjectRef route,
        ObjectRef gateway,
        @Nullable String section,
        @Nullable Integer port,
        boolean accepted,
        String reason,
        String message)
        implements Comparable<RouteAttachment> {
    private static final Comparator<RouteAttachment> ORDER = Comparator.comparing(RouteAttachment::route)
            .thenComparing(RouteAttachment::gateway)
            .thenComparing(RouteAttachment::section, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(RouteAttachment::port, Comparator.nullsFirst(Comparator.naturalOrder()));

    @Override
    public int compareTo(RouteAttachment other) {
        return ORDER.compare(this, other);
    }
}
