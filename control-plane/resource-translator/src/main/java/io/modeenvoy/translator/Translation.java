package io.modeenvoy.translator;

import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.ir.Diagnostic;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.ObjectRef;
import java.util.Collection;
import java.util.List;

/**
 * What a view means.
 *
 * @param ir unchanged nodes are the same instances as in the translation the memo came from
 * @param said everything wrong, each with the number of answers that say it
 * @param attachments of each route one for each parentRef to a Gateway of ours, sorted
 * @param listeners one for each listener of our Gateways, in their written order
 * @param listenerSets those that name a Gateway of ours, sorted
 * @param ancestors of each BackendTLSPolicy the Gateways of ours whose routes send to a Service it names, sorted
 * @param memo to be given to the next translation
 */
public record Translation(
        Ir ir,
        PersistentMap<Diagnostic, Integer> said,
        PersistentMap<ObjectRef, List<RouteAttachment>> attachments,
        List<ListenerReport> listeners,
        List<ListenerSetReport> listenerSets,
        PersistentMap<ObjectName, List<ObjectRef>> ancestors,
        Memo memo) {
    public Translation {
        listeners = List.copyOf(listeners);
        listenerSets = List.copyOf(listenerSets);
    }

    /** Everything wrong, each once, sorted. */
    public Collection<Diagnostic> diagnostics() {
        return said.keySet();
    }
}
