package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeenvoy.crd.Kinds;
import io.modeenvoy.crd.ResourceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads objects from YAML as they stand in a test. */
final class WrittenObjects {
    private static final Pattern SEPARATOR = Pattern.compile("(?m)^---$");

    private WrittenObjects() {}

    static ResourceView view(String... texts) {
        List<HasMetadata> objects = new ArrayList<>();
        for (String text : texts) {
            objects.addAll(parse(text));
        }
        return ResourceView.of(objects);
    }

    static List<HasMetadata> parse(String text) {
        List<HasMetadata> objects = new ArrayList<>();
        for (String document : SEPARATOR.splitAsStream(text).toList()) {
            if (!document.isBlank()) {
                objects.add(object(document));
            }
        }
        return objects;
    }

    private static HasMetadata object(String document) {
        Map<?, ?> tree = Serialization.unmarshal(document, Map.class);
        Kinds.Kind<?> kind = Kinds.find(String.valueOf(tree.get("apiVersion")), String.valueOf(tree.get("kind")))
                .orElseThrow(() -> new IllegalArgumentException("not a kind of ours: " + document));
        return Serialization.unmarshal(document, kind.type());
    }
}
