package io.modeenvoy.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modeenvoy.crd.Kinds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns one document into an object, as an API server would admit it. */
final class ObjectReader {
    private final Schemas schemas;
    private final Function<ObjectKey, @Nullable Entry> known;

    /** @param known what was there before under a key: the same tree keeps its Java instance */
    ObjectReader(Schemas schemas, Function<ObjectKey, @Nullable Entry> known) {
        this.schemas = schemas;
        this.known = known;
    }

    /**
     * What became of a document.
     *
     * @param subject what to call it in messages; empty = it says neither kind nor name
     * @param key whose object it is; null = that cannot be told
     * @param meant the same as far as it can be told, with whatever name; null = its kind is unknown
     * @param entry null = it is not good
     */
    record Read(
            String subject,
            @Nullable ObjectKey key,
            @Nullable ObjectKey meant,
            @Nullable Entry entry,
            List<Mistake> mistakes) {}

    Read read(JsonNode tree, int line) {
        if (!(tree instanceof ObjectNode object)) {
            Mistake mistake = new Mistake(Field.root(), "not a mapping (expected: apiVersion, kind, metadata, spec)");
            return new Read("", null, null, null, List.of(mistake));
        }
        List<Mistake> mistakes = new ArrayList<>();
        Kinds.Kind<?> kind = KindReader.read(object, mistakes::add);
        String namespace = text(object, "namespace");
        String name = text(object, "name");
        if (kind == null) {
            String label = object.path("kind").asText() + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
            return new Read(name.isEmpty() ? "" : label.strip(), null, null, null, mistakes);
        }
        ObjectKey key = Identity.read(kind, object, mistakes::add);
        String subject = key == null ? kind.kind() : key.toString();
        if (key == null) {
            String place = kind.namespaced() && namespace.isEmpty() ? Identity.DEFAULT_NAMESPACE : namespace;
            return new Read(subject, null, new ObjectKey(kind, place, name), null, mistakes);
        }
        return new Read(subject, key, key, entry(key, object, line, mistakes), mistakes);
    }

    private static String text(ObjectNode object, String name) {
        return object.path("metadata").path(name).asText();
    }

    private @Nullable Entry entry(ObjectKey key, ObjectNode tree, int line, List<Mistake> mistakes) {
        if (!Kinds.core().contains(key.kind())) {
            tree.remove("status"); // an API server takes none from whoever writes the object
        }
        Schema schema = schemas.of(key.kind());
        Defaults.apply(tree, schema);
        mistakes.addAll(SchemaCheck.check(tree, schema));
        if (!mistakes.isEmpty()) {
            return null;
        }
        stringData(tree);
        Entry before = known.apply(key);
        if (before != null && before.tree().equals(tree)) {
            return before.at(line);
        }
        Binding.Bound bound = Binding.bind(tree, key.kind().type());
        mistakes.addAll(bound.mistakes());
        if (bound.object() == null) {
            return null;
        }
        bound.object().getMetadata().setGeneration(generation(before, tree));
        return new Entry(key, line, tree, bound.object());
    }

    /** Counts up when the spec changes, as an API server does. */
    private static long generation(@Nullable Entry before, ObjectNode tree) {
        if (before == null) {
            return 1;
        }
        boolean same = before.tree().path("spec").equals(tree.path("spec"));
        return same ? before.generation() : before.generation() + 1;
    }

    /** A Secret's stringData is written over its data. */
    private static void stringData(ObjectNode tree) {
        if (tree.path("kind").asText().equals("Secret") && tree.remove("stringData") instanceof ObjectNode words) {
            ObjectNode data = tree.get("data") instanceof ObjectNode written ? written : tree.putObject("data");
            words.properties()
                    .forEach(word -> data.put(
                            word.getKey(),
                            Base64.getEncoder()
                                    .encodeToString(word.getValue().asText().getBytes(StandardCharsets.UTF_8))));
        }
    }
}
