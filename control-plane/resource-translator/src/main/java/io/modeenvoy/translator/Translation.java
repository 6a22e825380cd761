package io.modeenvoy.translator;

import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.ir.Diagnostic;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.policy.RouteRef;
import java.util.Collection;
import java.util.List;

/**
 * What a view means.
 *
 * @param ir unchanged nodes are the same instances as in the translation the memo came from
 * @param said everything wrong, each with the number of answers that say it
 * @param attachments of each route one for each parentRef to a Gateway of ours, sorted
 * @param listeners one for each listener of our Gateways, in their written order
 * @param memo to be given to the next translation
 */
public record Translation(
        Ir ir,
        PersistentMap<Diagnostic, Integer> said,
        PersistentMap<RouteRef, List<RouteAttachment>> attachments,
        List<ListenerReport> listeners,
        Memo memo) {
    public Translation {
        listeners = List.copyOf(listeners);
    }

    /** Everything wrong, each once, sorted. */
    public Collection<Diagnostic> diagnostics() {
        return said.keySet();
    }
}
