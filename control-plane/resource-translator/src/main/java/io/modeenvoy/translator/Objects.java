package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.incremental.AnswerGraph;
import io.modeenvoy.incremental.Input;
import io.modeenvoy.ir.Diagnostic;

/** The objects of a kind. */
record Objects<T extends HasMetadata>(Class<T> kind) implements Input<Scope, ObjectName, T> {
    void give(ResourceView view, AnswerGraph<Scope, Diagnostic> graph) {
        graph.give(this, view.all(kind));
    }
}
