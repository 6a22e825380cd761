package io.modeenvoy.file;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * One good object of a file.
 *
 * @param tree what was written, with defaults; two objects are the same if their trees are
 */
record Entry(ObjectKey key, int line, JsonNode tree, HasMetadata object) {
    Entry at(int newLine) {
        return new Entry(key, newLine, tree, object);
    }

    long generation() {
        Long generation = object.getMetadata().getGeneration();
        return generation == null ? 1 : generation;
    }
}
