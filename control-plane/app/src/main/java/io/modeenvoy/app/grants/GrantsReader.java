package io.modeenvoy.app.grants;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads the YAML of a file of grants strictly: what it does not know, it names. All problems are found in one pass. */
final class GrantsReader {
    private static final Set<String> FIELDS = new TreeSet<>(Set.of("identity", "groups", "nodeIds", "introspect"));

    private final String file;
    private final List<Grant> grants = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private GrantsReader(String file) {
        this.file = file;
    }

    static GrantsReader read(String file, String yaml) {
        GrantsReader reader = new GrantsReader(file);
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            reader.document(new Yaml(new SafeConstructor(options)).load(yaml));
        } catch (YAMLException e) {
            reader.problems.add(file + ": " + e.getMessage() + " (expected: YAML)");
        }
        return reader;
    }

    /** What was understood. */
    List<Grant> grants() {
        return grants;
    }

    /** What is wrong; with one of them no grant counts. */
    List<String> problems() {
        return problems;
    }

    private void document(@Nullable Object document) {
        if (document instanceof Map<?, ?> map
                && map.keySet().equals(Set.of("grants"))
                && map.get("grants") instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                entry("grants[" + i + "]", list.get(i));
            }
        } else {
            problem("grants", document, "one field grants, a list of entries");
        }
    }

    private void entry(String where, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> fields)) {
            problem(where, value, "fields of " + FIELDS);
            return;
        }
        int before = problems.size();
        fields.keySet().stream()
                .filter(field -> !FIELDS.contains(String.valueOf(field)))
                .forEach(field -> problem(where + "." + field, fields.get(field), "only " + FIELDS));
        Grant grant = new Grant(
                identity(where + ".identity", fields.get("identity")),
                patterns(where + ".groups", fields.get("groups")),
                patterns(where + ".nodeIds", fields.get("nodeIds")),
                flag(where + ".introspect", fields.get("introspect")));
        if (grant.groups().isEmpty() != grant.nodeIds().isEmpty()) {
            problem(where + ".nodeIds", fields.get("nodeIds"), "patterns in both groups and nodeIds, or in none");
        } else if (grant.groups().isEmpty() && !grant.introspect() && problems.size() == before) {
            problem(where, fields, "something that is allowed: groups with nodeIds, or introspect: true");
        }
        if (problems.size() == before) {
            grants.add(grant);
        }
    }

    private Wildcard identity(String where, @Nullable Object value) {
        if (value instanceof String text && text.matches("(?s)(uri|dns|cn):.+")) {
            return new Wildcard(text);
        }
        problem(where, value, "uri:…, dns:… or cn:… as in the certificate, * for any characters");
        return new Wildcard("");
    }

    private List<Wildcard> patterns(String where, @Nullable Object value) {
        if (value == null) {
            return List.of();
        } else if (!(value instanceof List<?> list)) {
            problem(where, value, "a list of patterns");
            return List.of();
        } else {
            List<Wildcard> patterns = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i) instanceof String text && !text.isEmpty()) {
                    patterns.add(new Wildcard(text));
                } else {
                    problem(where + "[" + i + "]", list.get(i), "a text that is not empty, * for any characters");
                }
            }
            return patterns;
        }
    }

    private boolean flag(String where, @Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        problem(where, value, "true or false");
        return false;
    }

    private void problem(String where, @Nullable Object value, String expected) {
        problems.add(file + " " + where + ": " + (value == null ? "missing" : value) + " (expected: " + expected + ")");
    }
}
