package io.modeenvoy.testkit.edge;

/** What the upstreams answer. */
final class Replies {
    /** A header that only they set. */
    static final String MARK = "x-answered-by";

    static final String JSON = """
            {"id":"x","object":"chat.completion","model":"m","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";

    private Replies() {}
}
