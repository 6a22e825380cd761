package io.modeenvoy.webhook;

import java.util.Optional;
import java.util.stream.Stream;

/** A client library that finds its API by an environment variable. */
enum Sdk {
    OPENAI("OPENAI_BASE_URL", "/v1"),
    /** Adds {@code /v1} itself. */
    ANTHROPIC("ANTHROPIC_BASE_URL", "");

    private final String variable;
    private final String path;

    Sdk(String variable, String path) {
        this.variable = variable;
        this.path = path;
    }

    static Optional<Sdk> parse(String label) {
        return Stream.of(values()).filter(sdk -> sdk.label().equals(label)).findFirst();
    }

    /** The word of the annotation. */
    String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    String variable() {
        return variable;
    }

    /** Where it finds the API that {@code host} serves. */
    String url(String host, int port) {
        return "http://" + host + ":" + port + path;
    }
}
