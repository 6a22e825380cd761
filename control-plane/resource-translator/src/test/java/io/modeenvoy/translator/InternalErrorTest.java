package io.modeenvoy.translator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeenvoy.crd.AIRoute;
import io.modeenvoy.crd.APIKey;
import io.modeenvoy.crd.Budget;
import io.modeenvoy.crd.Consumer;
import io.modeenvoy.crd.ModelProvider;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.incremental.Asking;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.incremental.Question;
import io.modeenvoy.ir.Diagnostic;
import io.modeenvoy.ir.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An object that we stumble over. Our schemas forbid one without a spec, so that nothing is prepared for it. */
final class InternalErrorTest {
    private static final ResourceView SOUND = WrittenObjects.view("""
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: demo}
            spec:
              gatewayClassName: modeenvoy
              listeners: [{name: http, port: 8080, protocol: HTTP}]
            ---
            apiVersion: modeenvoy.io/v1alpha1
            kind: ModelProvider
            metadata: {name: good, namespace: demo}
            spec:
              schema: OpenAI
              endpoint: {url: "https://api.example.com/v1"}
            ---
            apiVersion: modeenvoy.io/v1alpha1
            kind: AIRoute
            metadata: {name: good, namespace: demo}
            spec:
              parentRefs: [{name: edge}]
              rules: [{name: all, backendRefs: [{name: good}]}]
            """);

    static Stream<HasMetadata> broken() {
        return Stream.of(new ModelProvider(), new AIRoute(), new Consumer(), new Budget(), new APIKey());
    }

    private static HasMetadata named(HasMetadata object, String name) {
        object.getMetadata().setNamespace("demo");
        object.getMetadata().setName(name);
        return object;
    }

    private static Translation translate(ResourceView view, Memo memo) {
        return ResourceTranslator.translate(view, TranslatorOptions.files(), memo);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void isToldAndCostsNobodyElseAnything(HasMetadata object) {
        Translation sound = translate(SOUND, Memo.empty());
        Translation both = translate(SOUND.with(named(object, "broken")), sound.memo());
        Translation gone = translate(SOUND, both.memo());

        assertThat(both.ir()).isEqualTo(sound.ir());
        assertThat(both.diagnostics()).isNotEmpty().allSatisfy(diagnostic -> {
            assertThat(diagnostic.object().name()).isEqualTo("broken");
            assertThat(diagnostic.object().kind()).isEqualTo(object.getKind());
            assertThat(diagnostic.reason()).isEqualTo(Reasons.INTERNAL_ERROR);
            assertThat(diagnostic.message())
                    .startsWith("internal error NullPointerException at ")
                    .contains("this is a bug in Mode Envoy");
        });
        assertThat(gone.ir()).isEqualTo(sound.ir());
        assertThat(gone.diagnostics()).isEmpty();
    }

    @Test
    void whoNeedsItIsToldThatItCannotBeUsed() {
        List<HasMetadata> objects = WrittenObjects.parse("""
                apiVersion: modeenvoy.io/v1alpha1
                kind: AIRoute
                metadata: {name: other, namespace: demo}
                spec:
                  parentRefs: [{name: edge}]
                  rules: [{name: all, matches: [{models: [other]}], backendRefs: [{name: broken}]}]
                """);

        Translation translation =
                translate(SOUND.with(named(new ModelProvider(), "broken")).with(objects.getFirst()), Memo.empty());

        assertThat(translation.diagnostics())
                .extracting(diagnostic -> diagnostic.object() + " " + diagnostic.reason())
                .contains("AIRoute demo/other InvalidProvider", "ModelProvider demo/broken InternalError");
    }

    static Stream<VirtualMachineError> exhaustion() {
        return Stream.of(new StackOverflowError(), new OutOfMemoryError());
    }

    @ParameterizedTest
    @MethodSource("exhaustion")
    void anObjectTooLargeForUsIsToldAsAnyOther(VirtualMachineError exhaustion) {
        List<Diagnostic> said = new ArrayList<>();
        Reporter reporter = new Reporter(
                new Scope(TranslatorOptions.files(), new Said(said)), new ObjectRef("HTTPRoute", "demo", "deep"));

        String answer = ObjectQuery.attempt(
                reporter,
                () -> {
                    throw exhaustion;
                },
                () -> "nothing");

        assertThat(answer).isEqualTo("nothing");
        assertThat(said).singleElement().satisfies(diagnostic -> {
            assertThat(diagnostic.object()).isEqualTo(reporter.object());
            assertThat(diagnostic.message())
                    .startsWith("internal error " + exhaustion.getClass().getSimpleName());
        });
    }

    /** Keeps what is said, and knows no question. */
    private record Said(List<Diagnostic> said) implements Asking<Scope, Diagnostic> {
        @Override
        public <T> T ask(Question<Scope, T> question) {
            throw new IllegalArgumentException(question.toString());
        }

        @Override
        public <K extends Comparable<? super K>, V> V at(Question<Scope, PersistentMap<K, V>> question, K key) {
            throw new IllegalArgumentException(question.toString());
        }

        @Override
        public void say(Diagnostic note) {
            said.add(note);
        }
    }
}
