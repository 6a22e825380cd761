package io.modeenvoy.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.crd.Kinds;
import io.modeenvoy.crd.PatternWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SchemasTest {
    private final Schemas schemas = Schemas.shared();

    @Test
    void everyRuleCompiles() {
        List<CelRule> rules = new ArrayList<>();
        Kinds.all().forEach(kind -> collect(schemas.of(kind), rules));
        assertThat(rules)
                .hasSizeGreaterThan(60)
                .allSatisfy(rule -> assertThat(rule.program()).isNotNull());
    }

    @Test
    void everyPatternHasWords() {
        Set<String> words = new TreeSet<>();
        Kinds.all().forEach(kind -> patterns(schemas.of(kind), words));
        assertThat(words).noneMatch(text -> text.startsWith("to match "));
    }

    @Test
    void wordsForPatternsAreThoseOfPatternsThatExist() {
        Set<String> words = new TreeSet<>();
        Kinds.all().forEach(kind -> patterns(schemas.of(kind), words));
        assertThat(words).containsAll(PatternWords.all());
    }

    private static void collect(Schema schema, List<CelRule> rules) {
        rules.addAll(schema.rules());
        below(schema).forEach(part -> collect(part, rules));
    }

    private static void patterns(Schema schema, Set<String> words) {
        if (schema.pattern() != null) {
            words.add(PatternWords.of(schema.pattern().pattern()));
        }
        below(schema).forEach(part -> patterns(part, words));
    }

    private static List<Schema> below(Schema schema) {
        List<Schema> below = new ArrayList<>(schema.properties().values());
        if (schema.items() != null) {
            below.add(schema.items());
        }
        if (schema.values() != null) {
            below.add(schema.values());
        }
        return below;
    }
}
