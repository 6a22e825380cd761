package io.modeenvoy.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.modeenvoy.crd.Kinds;
import io.modeenvoy.crd.ModelProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The schema of every kind: from our CRDs, the Gateway API's, and {@code core.yaml}. Each is read when it is first needed. */
final class Schemas {
    /** One for the process: what it holds comes from the class path and never changes. */
    private static final Schemas SHARED = new Schemas();

    private final SchemaReader reader = new SchemaReader(new CelCompiler());
    private final Map<Kinds.Kind<?>, Schema> read = new ConcurrentHashMap<>();

    private Schemas() {}

    static Schemas shared() {
        return SHARED;
    }

    Schema of(Kinds.Kind<?> kind) {
        return read.computeIfAbsent(kind, this::load);
    }

    private Schema load(Kinds.Kind<?> kind) {
        if (Kinds.ours().contains(kind)) {
            return reader.read(version(resource(ModelProvider.class, "/crds/" + kind.plural() + ".yaml"), kind));
        }
        if (Kinds.gatewayApi().contains(kind)) {
            return reader.read(version(resource(ModelProvider.class, "/gateway-api/" + kind.plural() + ".yaml"), kind));
        }
        return reader.read(resource(Schemas.class, "/core.yaml").path(kind.kind()));
    }

    private static JsonNode version(JsonNode crd, Kinds.Kind<?> kind) {
        for (JsonNode version : crd.at("/spec/versions")) {
            if (kind.apiVersion().endsWith("/" + version.path("name").asText())) {
                return version.at("/schema/openAPIV3Schema");
            }
        }
        throw new IllegalStateException(kind + ": not in its CRD (expected: a version of it)");
    }

    private static JsonNode resource(Class<?> near, String name) {
        try (InputStream in = near.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + ": not on the class path (expected: a schema)");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return YamlText.read(text).documents().getFirst().tree();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
