package io.modeenvoy.translator;

import io.modeenvoy.crd.Kinds;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.incremental.AnswerGraph;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.ir.Diagnostic;
import io.modeenvoy.ir.TlsSecretIr;

/**
 * Kubernetes objects to IR and diagnostics. Pure: the same view, with the same secrets in use, gives an equal translation whatever the memo; the memo only decides what has to be worked
 * out anew, and lets unchanged nodes of the IR stay the same instances.
 */
public final class ResourceTranslator {
    private ResourceTranslator() {}

    /** Translates {@code view} with nothing in use yet. */
    public static Translation translate(ResourceView view, TranslatorOptions options, Memo memo) {
        return translate(view, options, memo, PersistentMap.empty());
    }

    /**
     * Translates {@code view}.
     *
     * @param memo that of the last translation, or {@link Memo#empty()}
     * @param inUse the TLS secrets of the last translation: a certificate that is broken now stays what it was there
     */
    public static Translation translate(
            ResourceView view, TranslatorOptions options, Memo memo, PersistentMap<String, TlsSecretIr> inUse) {
        AnswerGraph<Scope, Diagnostic> graph = memo.take(options);
        Kinds.all().forEach(kind -> {
            new Objects<>(kind.type()).give(view, graph);
            graph.give(new Unreadable<>(kind.type()), view.unreadable(kind.type()));
        });
        graph.give(new KeptSecrets(), inUse);
        Whole.Result whole = graph.answer(new Whole());
        return new Translation(
                whole.ir(),
                graph.said(),
                whole.attachments(),
                whole.listeners(),
                whole.listenerSets(),
                whole.ancestors(),
                Memo.of(graph, options));
    }
}
