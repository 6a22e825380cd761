package io.modeenvoy.translator;

import io.modeenvoy.crd.ResourceView;

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
        AnswerGraph graph = memo.take(options);
        Whole.Result whole = graph.answer(view, new Whole());
        return new Translation(whole.ir(), graph.diagnostics(), whole.attachments(), whole.listeners(), graph.memo());
    }
}
