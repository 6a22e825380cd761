package io.modeenvoy.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modeenvoy.crd.Kinds;
import io.modeenvoy.crd.Suggestion;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the kind of an object, or says why there is none. */
final class KindReader {
    /** The Gateway API serves these kinds in both versions with one schema. */
    private static final String GATEWAY_BETA = "gateway.networking.k8s.io/v1beta1";

    private static final String GATEWAY = "gateway.networking.k8s.io/v1";

    private KindReader() {}

    static Kinds.@Nullable Kind<?> read(ObjectNode object, Consumer<Mistake> mistakes) {
        String version = word(object, "apiVersion", mistakes);
        String kind = word(object, "kind", mistakes);
        if (version == null || kind == null) {
            return null;
        }
        if (version.equals(GATEWAY_BETA)) {
            version = GATEWAY;
            object.put("apiVersion", version);
        }
        Kinds.Kind<?> found = Kinds.find(version, kind).orElse(null);
        if (found == null) {
            mistakes.accept(unknown(version, kind));
        }
        return found;
    }

    private static @Nullable String word(ObjectNode object, String name, Consumer<Mistake> mistakes) {
        JsonNode value = object.path(name);
        if (value.isTextual() && !value.textValue().isEmpty()) {
            return value.textValue();
        }
        String example = name.equals("kind") ? "AIRoute" : "modeenvoy.io/v1alpha1";
        mistakes.accept(new Mistake(
                Field.root().name(name),
                (value.isMissingNode() ? "missing" : "not a word") + " (expected: for example " + example + ")"));
        return null;
    }

    private static Mistake unknown(String version, String kind) {
        List<String> versions = kinds().filter(k -> k.kind().equals(kind))
                .map(Kinds.Kind::apiVersion)
                .toList();
        if (!versions.isEmpty()) {
            return new Mistake(
                    Field.root().name("apiVersion"), version + " (expected: " + String.join(" or ", versions) + ")");
        }
        List<String> same = kinds().filter(k -> k.apiVersion().equals(version))
                .map(Kinds.Kind::kind)
                .sorted()
                .toList();
        List<String> words =
                same.isEmpty() ? kinds().map(Kinds.Kind::kind).sorted().toList() : same;
        String meant = Suggestion.meant(kind, words);
        return new Mistake(
                Field.root().name("kind"),
                kind + " (expected: one of " + String.join(", ", words) + (meant.isEmpty() ? "" : "; " + meant) + ")");
    }

    private static Stream<Kinds.Kind<?>> kinds() {
        return Kinds.all().stream();
    }
}
