package io.modeenvoy.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import io.modeenvoy.crd.Kinds;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads namespace and name, by Kubernetes' rules; a missing namespace is {@code default}. */
final class Identity {
    static final String DEFAULT_NAMESPACE = "default";
    private static final Pattern NAME =
            Pattern.compile("^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$");
    private static final Pattern NAMESPACE = Pattern.compile("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$");
    private static final Field METADATA = Field.root().name("metadata");

    private Identity() {}

    static @Nullable ObjectKey read(Kinds.Kind<?> kind, ObjectNode object, Consumer<Mistake> mistakes) {
        if (!(object.get("metadata") instanceof ObjectNode metadata)) {
            mistakes.accept(new Mistake(METADATA, "missing (expected: a mapping with a name)"));
            return null;
        }
        String name = name(metadata, mistakes);
        String namespace = kind.namespaced() ? namespace(metadata, mistakes) : noNamespace(metadata, mistakes);
        return name == null || namespace == null ? null : new ObjectKey(kind, namespace, name);
    }

    private static @Nullable String name(ObjectNode metadata, Consumer<Mistake> mistakes) {
        JsonNode name = metadata.path("name");
        if (name.isTextual() && name.textValue().length() <= 253 && NAME.matches(name.textValue())) {
            return name.textValue();
        }
        String shown = name.isMissingNode() || name.isNull() ? "missing" : Shown.typed(name);
        mistakes.accept(new Mistake(
                METADATA.name("name"),
                shown + " (expected: lower-case letters, digits, - and ., at most 253 characters)"));
        return null;
    }

    private static @Nullable String namespace(ObjectNode metadata, Consumer<Mistake> mistakes) {
        JsonNode namespace = metadata.path("namespace");
        if (namespace.isMissingNode() || namespace.isNull()) {
            metadata.put("namespace", DEFAULT_NAMESPACE);
            return DEFAULT_NAMESPACE;
        }
        if (namespace.isTextual() && namespace.textValue().length() <= 63 && NAMESPACE.matches(namespace.textValue())) {
            return namespace.textValue();
        }
        mistakes.accept(new Mistake(
                METADATA.name("namespace"),
                Shown.typed(namespace) + " (expected: lower-case letters, digits and -, at most 63 characters)"));
        return null;
    }

    private static @Nullable String noNamespace(ObjectNode metadata, Consumer<Mistake> mistakes) {
        JsonNode namespace = metadata.path("namespace");
        if (namespace.isMissingNode() || namespace.isNull()) {
            return "";
        }
        mistakes.accept(new Mistake(
                METADATA.name("namespace"),
                Shown.typed(namespace) + " (expected: none, the kind is not in a namespace)"));
        return null;
    }
}
