package io.modeenvoy.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What the simulated model says to a call.
 *
 * @param id without the prefix each API puts before it
 * @param created seconds since the epoch
 * @param pieces the text, one token each
 * @param cut whether the request's maximum ended it
 */
record Answer(
        String id,
        long created,
        ModelCall call,
        List<String> pieces,
        boolean cut,
        boolean reportsUsage,
        int cached,
        int reasoning) {

    static Answer to(ModelCall call, Behaviour behaviour, String id, long created) {
        Integer max = call.maxTokens();
        int limit = max == null ? Integer.MAX_VALUE : Math.max(0, max - behaviour.reasoningTokens());
        List<String> wanted = wanted(call, behaviour);
        boolean cut = wanted.size() > limit;
        List<String> pieces = cut ? List.copyOf(wanted.subList(0, limit)) : wanted;
        int reasoning = max == null ? behaviour.reasoningTokens() : Math.min(max, behaviour.reasoningTokens());
        int cached = Math.min(call.inputTokens(), behaviour.cachedTokens());
        return new Answer(id, created, call, pieces, cut, behaviour.usage(), cached, reasoning);
    }

    private static List<String> wanted(ModelCall call, Behaviour behaviour) {
        Integer tokens = behaviour.tokens();
        if (tokens != null) {
            return Tokens.generate(tokens);
        }
        return Tokens.split(
                call.prompt().isBlank() ? "You said nothing" : "You said: " + call.prompt(), Integer.MAX_VALUE);
    }

    String text() {
        return String.join("", pieces);
    }

    int inputTokens() {
        return call.inputTokens();
    }

    int outputTokens() {
        return (pieces.size() + reasoning) * call.choices();
    }

    /** Puts the fields nobody knew where a client sees them. */
    ObjectNode echoInto(ObjectNode node) {
        if (!call.unknown().isEmpty()) {
            node.set("x_echo", call.unknown());
        }
        return node;
    }
}
