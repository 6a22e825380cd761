package io.modeenvoy.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modeenvoy.crd.SizeLimit;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns a composed YAML document into JSON. Keys are words as written; merge keys and aliases are put in place. */
final class YamlTree {
    /** Tag of a word without quotes or tag. */
    static final Tag PLAIN = new Tag("plain");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private final int firstLine;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int values;
    private long characters;

    YamlTree(int firstLine) {
        this.firstLine = firstLine;
    }

    JsonNode convert(Node node) throws YamlProblem {
        if (SizeLimit.DOCUMENT_VALUES.isExceededBy(++values)) {
            throw tooLarge(node, SizeLimit.DOCUMENT_VALUES);
        }
        if (!open.add(node)) {
            throw problem(node, "an alias inside its own anchor (expected: no cycles)");
        }
        JsonNode tree = switch (node) {
            case ScalarNode scalar -> scalar(scalar);
            case SequenceNode sequence -> array(sequence);
            case MappingNode mapping -> object(mapping);
            default -> throw problem(node, node.getNodeId() + " (expected: a scalar, list or mapping)");
        };
        open.remove(node);
        return tree;
    }

    /** Aliases are counted as often as they are used: stops a document that unfolds into gigabytes. */
    private void count(ScalarNode scalar) throws YamlProblem {
        characters += scalar.getValue().length();
        if (SizeLimit.DOCUMENT_TEXT.isExceededBy(characters)) {
            throw tooLarge(scalar, SizeLimit.DOCUMENT_TEXT);
        }
    }

    private JsonNode scalar(ScalarNode scalar) throws YamlProblem {
        count(scalar);
        Tag tag = scalar.getTag();
        if (tag.equals(PLAIN)
                || tag.equals(Tag.INT)
                || tag.equals(Tag.BOOL)
                || tag.equals(Tag.FLOAT)
                || tag.equals(Tag.NULL)) {
            return Scalars.plain(scalar.getValue());
        }
        if (tag.equals(Tag.STR)) {
            return JSON.textNode(scalar.getValue());
        }
        throw problem(scalar, "tag " + tag.getValue() + " (expected: no tags)");
    }

    private ArrayNode array(SequenceNode sequence) throws YamlProblem {
        untagged(sequence, Tag.SEQ);
        ArrayNode array = JSON.arrayNode();
        for (Node item : sequence.getValue()) {
            array.add(convert(item));
        }
        return array;
    }

    private ObjectNode object(MappingNode mapping) throws YamlProblem {
        untagged(mapping, Tag.MAP);
        ObjectNode object = JSON.objectNode();
        Set<String> keys = new HashSet<>();
        for (NodeTuple entry : mapping.getValue()) {
            String key = key(entry.getKeyNode());
            if (merges(entry.getKeyNode())) {
                merge(object, keys, entry.getValueNode());
            } else if (keys.add(key)) {
                object.set(key, convert(entry.getValueNode()));
            } else {
                throw problem(entry.getKeyNode(), "key " + key + " written twice in one mapping");
            }
        }
        return object;
    }

    private void merge(ObjectNode into, Set<String> written, Node from) throws YamlProblem {
        if (from instanceof SequenceNode several) {
            for (Node one : several.getValue()) {
                merge(into, written, one);
            }
            return;
        }
        if (!(convert(from) instanceof ObjectNode merged)) {
            throw problem(from, "<< of something else than a mapping (expected: mappings)");
        }
        merged.properties().forEach(entry -> {
            if (!into.has(entry.getKey())) {
                into.set(entry.getKey(), entry.getValue());
            }
        });
    }

    static boolean merges(Node key) {
        return key instanceof ScalarNode scalar
                && scalar.getTag().equals(PLAIN)
                && scalar.getValue().equals("<<");
    }

    private String key(Node key) throws YamlProblem {
        if (key instanceof ScalarNode scalar) {
            count(scalar);
            return scalar.getValue();
        }
        throw problem(key, "a " + key.getNodeId() + " as a key (expected: a word)");
    }

    private void untagged(Node node, Tag usual) throws YamlProblem {
        if (!node.getTag().equals(usual)) {
            throw problem(node, "tag " + node.getTag().getValue() + " (expected: no tags)");
        }
    }

    private YamlProblem tooLarge(Node node, SizeLimit limit) {
        return problem(node, "more (expected: " + limit.expected() + "; look at its aliases)");
    }

    private YamlProblem problem(Node node, String message) {
        return new YamlProblem(firstLine + node.getStartMark().getLine(), message);
    }
}
