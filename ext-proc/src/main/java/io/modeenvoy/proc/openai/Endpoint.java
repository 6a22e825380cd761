package io.modeenvoy.proc.openai;

/** The endpoints of OpenAI's API that are forwarded to providers. */
public enum Endpoint {
    CHAT("/chat/completions", "chat"),
    COMPLETIONS("/completions", "text_completion"),
    EMBEDDINGS("/embeddings", "embeddings"),
    RESPONSES("/responses", "chat");

    /** What clients put before {@link #tail}. */
    public static final String PREFIX = "/v1";

    private final String tail;
    private final String operation;

    Endpoint(String tail, String operation) {
        this.tail = tail;
        this.operation = operation;
    }

    /** The path after the API's base: {@code /chat/completions}. */
    public String tail() {
        return tail;
    }

    /** The path that clients call: {@code /v1/chat/completions}. */
    public String path() {
        return PREFIX + tail;
    }

    /** Name of the operation by OpenTelemetry's GenAI conventions. */
    public String operation() {
        return operation;
    }

    /** Whether answers hold tokens the model made. */
    public boolean generates() {
        return this != EMBEDDINGS;
    }

    /** Whether a streamed answer reports its usage only on request, by {@code stream_options.include_usage}. */
    public boolean reportsUsageOnRequest() {
        return this == CHAT || this == COMPLETIONS;
    }
}
