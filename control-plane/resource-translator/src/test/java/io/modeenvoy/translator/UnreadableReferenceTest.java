package io.modeenvoy.translator;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.crd.Consumer;
import io.modeenvoy.crd.ModelProvider;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.ir.Diagnostic;
import java.util.List;
import org.junit.jupiter.api.Test;

/** References to objects that are there and cannot be read: their own mistake has been told, and nobody is told that they are absent. */
final class UnreadableReferenceTest {
    private static final ResourceView VIEW = WrittenObjects.view("""
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: {name: edge, namespace: demo}
        spec:
          gatewayClassName: modeenvoy
          listeners: [{name: http, port: 8080, protocol: HTTP}]
        ---
        apiVersion: modeenvoy.io/v1alpha1
        kind: AIRoute
        metadata: {name: chat, namespace: demo}
        spec:
          parentRefs: [{name: edge}]
          rules: [{name: all, backendRefs: [{name: models}]}]
        ---
        apiVersion: modeenvoy.io/v1alpha1
        kind: Budget
        metadata: {name: daily, namespace: demo}
        spec:
          target: {kind: Consumer, name: app}
          limits: [{unit: Requests, amount: "9", window: {calendar: Day}}]
        """);

    @Test
    void pointToTheObjectThatIsBroken() {
        ResourceView view = VIEW.withUnreadable(ModelProvider.class, "demo", "models")
                .withUnreadable(Consumer.class, "demo", "app");

        assertThat(told(view))
                .contains(
                        "AIRoute demo/chat spec.rules[0].backendRefs[0].name: models (expected: a ModelProvider that"
                                + " can be read; see ModelProvider demo/models)",
                        "Budget demo/daily spec.target.name: app (expected: a Consumer that can be read; see Consumer"
                                + " demo/app)");
    }

    @Test
    void areAbsentWhereNothingIs() {
        assertThat(told(VIEW))
                .contains(
                        "AIRoute demo/chat spec.rules[0].backendRefs[0].name: models (expected: a ModelProvider in"
                                + " demo)",
                        "Budget demo/daily spec.target.name: app (expected: a Consumer in demo)");
    }

    private static List<String> told(ResourceView view) {
        return ResourceTranslator.translate(view, TranslatorOptions.files(), Memo.empty()).diagnostics().stream()
                .map(Diagnostic::toString)
                .toList();
    }
}
