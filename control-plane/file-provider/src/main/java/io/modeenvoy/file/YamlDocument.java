package io.modeenvoy.file;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One document of a file.
 *
 * @param firstLine line of the file, from 1, that is line 0 of {@code source}
 * @param source where each value stood
 */
record YamlDocument(int firstLine, Node source, JsonNode tree) {
    /** The line of a field, or of the nearest part above it that was written. */
    int line(Field field) {
        Node at = source;
        int line = source.getStartMark().getLine();
        for (Field step : field.path()) {
            Node key = key(at, step);
            Node value = value(at, step);
            if (value == null) {
                break;
            }
            line = (key == null ? value : key).getStartMark().getLine();
            at = value;
        }
        return firstLine + line;
    }

    private static @Nullable Node key(Node at, Field step) {
        NodeTuple entry = entry(at, step);
        return entry == null ? null : entry.getKeyNode();
    }

    private static @Nullable Node value(Node at, Field step) {
        if (step instanceof Field.Item(Field ignored, int index) && at instanceof SequenceNode list) {
            return index < list.getValue().size() ? list.getValue().get(index) : null;
        }
        NodeTuple entry = entry(at, step);
        return entry == null ? null : entry.getValueNode();
    }

    private static @Nullable NodeTuple entry(Node at, Field step) {
        if (!(step instanceof Field.Name(Field ignored, String name)) || !(at instanceof MappingNode mapping)) {
            return null;
        }
        return mapping.getValue().stream()
                .filter(entry -> entry.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(name))
                .findFirst()
                .orElse(null);
    }
}
