package io.modeenvoy.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One entry of {@code x-kubernetes-validations}; compiled when it is first needed, and then once. */
final class CelRule {
    private final CelCompiler compiler;
    private final String rule;
    private final String message;
    private final String messageExpression;
    private final List<String> path;
    private volatile CelRuntime.@Nullable Program program;

    CelRule(CelCompiler compiler, String rule, String message, String messageExpression, String fieldPath) {
        this.compiler = compiler;
        this.rule = rule;
        this.message = message;
        this.messageExpression = messageExpression;
        this.path = Stream.of(fieldPath.split("\\.", -1))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** What is wrong with {@code self} under this rule, if anything. */
    Optional<String> check(Object self) {
        try {
            return Boolean.TRUE.equals(program().eval(Map.of("self", self)))
                    ? Optional.empty()
                    : Optional.of(words(self));
        } catch (CelEvaluationException e) {
            return Optional.of("rule " + rule + " cannot be evaluated: " + e.getMessage());
        }
    }

    /** Where the mistake is shown, below {@code at}. */
    Field place(Field at) {
        Field place = at;
        for (String name : path) {
            place = place.name(name);
        }
        return place;
    }

    /** The value at that place. */
    JsonNode below(JsonNode value) {
        JsonNode below = value;
        for (String name : path) {
            below = below.path(name);
        }
        return below;
    }

    /** Compiles the rule if it is not yet. */
    CelRuntime.Program program() {
        CelRuntime.Program compiled = program;
        if (compiled == null) {
            compiled = compiler.compile(rule);
            program = compiled;
        }
        return compiled;
    }

    private String words(Object self) throws CelEvaluationException {
        if (!messageExpression.isEmpty()) {
            return String.valueOf(compiler.compile(messageExpression).eval(Map.of("self", self)));
        }
        return message.isEmpty() ? "expected: " + rule : message;
    }
}
