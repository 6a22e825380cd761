package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeenvoy.crd.Kinds;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.ir.Diagnostic;
import io.modeenvoy.testkit.golden.GoldenCase;
import io.modeenvoy.testkit.golden.GoldenFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects come as they please: whatever is left out or odd in one, the translation goes on. */
final class MutilatedObjectsTest {
    private static final KubernetesSerialization JSON = new KubernetesSerialization();
    private static final Class<Map<String, Object>> TREE = tree();
    private static final List<String> IDENTITY = List.of("apiVersion", "kind", "metadata");

    @SuppressWarnings("unchecked") // the class of a map is the same for all its keys and values
    private static Class<Map<String, Object>> tree() {
        return (Class<Map<String, Object>>) (Class<?>) Map.class;
    }

    static List<GoldenCase> cases() {
        return GoldenCase.under(Path.of("src/test/resources/golden"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nothingThatIsLeftOutOrOddEndsTheTranslation(GoldenCase golden) {
        List<HasMetadata> objects = golden.inputs().stream()
                .filter(file -> file.name().endsWith(".yaml"))
                .map(GoldenFile::text)
                .flatMap(text -> WrittenObjects.parse(text).stream())
                .toList();
        ResourceView view = ResourceView.of(objects);
        Memo memo = Memo.empty();
        for (HasMetadata object : objects) {
            boolean ours = Kinds.ours().stream().anyMatch(kind -> kind.type() == object.getClass());
            for (HasMetadata mutilated : mutilations(object)) {
                memo = survives(view.with(mutilated), memo, mutilated, ours);
            }
        }
    }

    /** What the schema would not let through may cost the object itself, and nothing else. */
    private static Memo survives(ResourceView view, Memo memo, HasMetadata mutilated, boolean mayBreak) {
        try {
            Translation translation = ResourceTranslator.translate(view, TranslatorOptions.files(), memo);
            List<Diagnostic> bugs = translation.diagnostics().stream()
                    .filter(diagnostic -> diagnostic.reason().equals(Reasons.INTERNAL_ERROR))
                    .filter(diagnostic -> !mayBreak || !diagnostic.object().equals(Identity.ref(mutilated)))
                    .toList();
            if (!bugs.isEmpty()) {
                throw new AssertionError(bugs + "\n" + Serialization.asYaml(mutilated));
            }
            return translation.memo();
        } catch (RuntimeException e) {
            throw new AssertionError(Serialization.asYaml(mutilated), e);
        }
    }

    private static List<HasMetadata> mutilations(HasMetadata object) {
        List<HasMetadata> mutilations = new ArrayList<>();
        Map<String, Object> tree = JSON.convertValue(object, TREE);
        vary(tree, () -> {
            try {
                mutilations.add(JSON.convertValue(tree, object.getClass()));
            } catch (IllegalArgumentException e) {
                // What cannot be read does not reach a translator.
            }
        });
        return mutilations;
    }

    /** Leaves out, empties and spoils every part in turn, but for the object's identity. */
    private static void vary(Object node, Runnable each) {
        if (node instanceof Map<?, ?> map) {
            @SuppressWarnings("unchecked") // trees of JSON have text as keys
            Map<String, Object> object = (Map<String, Object>) map;
            for (String key : List.copyOf(object.keySet())) {
                if (!IDENTITY.contains(key)) {
                    Object value = object.getOrDefault(key, "");
                    object.remove(key);
                    each.run();
                    spoil(value, other -> object.put(key, other), each);
                    object.put(key, value);
                    vary(value, each);
                }
            }
        } else if (node instanceof List<?> list) {
            @SuppressWarnings("unchecked") // of anything
            List<Object> array = (List<Object>) list;
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                Object value = array.get(index);
                spoil(value, other -> array.set(index, other), each);
                array.set(index, value);
                vary(value, each);
            }
        }
    }

    private static void spoil(Object value, Consumer<Object> set, Runnable each) {
        List<?> odd = switch (value) {
            case String text -> List.of("", "\u00c4 b\n", "/", "-1");
            case Number number -> List.of(-1, 0, 70000);
            case List<?> list -> List.of(List.of());
            default -> List.of(Map.of());
        };
        for (Object other : odd) {
            set.accept(other);
            each.run();
        }
    }
}
