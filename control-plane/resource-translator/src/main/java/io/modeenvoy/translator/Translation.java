package io.modeenvoy.translator;

import io.modeenvoy.ir.Diagnostic;
import io.modeenvoy.ir.Ir;
import java.util.List;

/**
 * What a view means.
 *
 * @param ir unchanged nodes are the same instances as in the translation the memo came from
 * @param diagnostics everything wrong, sorted
 * @param attachments one for each parentRef to a Gateway of ours, sorted
 * @param listeners one for each listener of our Gateways, in their written order
 * @param memo to be given to the next translation
 */
public record Translation(
        Ir ir,
        List<Diagnostic> diagnostics,
        List<RouteAttachment> attachments,
        List<ListenerReport> listeners,
        Memo memo) {
    public Translation {
        diagnostics = List.copyOf(diagnostics);
        attachments = List.copyOf(attachments);
        listeners = List.copyOf(listeners);
    }
}
