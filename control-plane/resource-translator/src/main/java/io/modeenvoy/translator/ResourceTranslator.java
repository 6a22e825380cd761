package io.modeenvoy.translator;

import io.modeenvoy.crd.Kinds;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.incremental.AnswerGraph;
import io.modeenvoy.ir.Diagnostic;

/**
 * Kubernetes objects to IR and diagnostics. Pure: the same view gives an equal translation whatever the memo; the memo only decides what has to be worked
 * out anew, and lets unchanged nodes of the IR stay the same instances.
 */
public final class ResourceTranslator {
    private ResourceTranslator() {}

    /**
     * Translates {@code view}.
     *
     * @param memo that of the last translation, or {@link Memo#empty()}
     */
    public static Translation translate(ResourceView view, TranslatorOptions options, Memo memo) {
        AnswerGraph<Scope, Diagnostic> graph = memo.take(options);
        Kinds.all().forEach(kind -> new Objects<>(kind.type()).give(view, graph));
        Whole.Result whole = graph.answer(new Whole());
        return new Translation(
                whole.ir(), graph.said(), whole.attachments(), whole.listeners(), Memo.of(graph, options));
    }
}
