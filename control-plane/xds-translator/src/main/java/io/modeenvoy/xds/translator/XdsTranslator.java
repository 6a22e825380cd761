package io.modeenvoy.xds.translator;

import io.modeenvoy.incremental.AnswerGraph;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.policy.Names;

/** IR to what each node group gets over xDS. Pure: equal input and options give equal output, bytes included, whatever the memo. */
public final class XdsTranslator {
    /** The node group that gets the resources of every gateway. */
    public static final String ALL_GROUP = Names.ALL_GROUP;

    private final XdsOptions options;

    public XdsTranslator(XdsOptions options) {
        this.options = options;
    }

    /**
     * Translates {@code ir}; what did not change gives the instances it gave before.
     *
     * @param memo that of the last translation, or {@link Memo#empty()}
     */
    public XdsTranslation translate(Ir ir, Memo memo) {
        AnswerGraph<Scope, String> graph = memo.take(options);
        IrParts.give(ir, graph);
        PersistentMap<String, GroupResources> groups = graph.answer(new Groups());
        if (!graph.said().isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", graph.said().keySet()));
        }
        return new XdsTranslation(groups, Memo.of(graph, options));
    }
}
