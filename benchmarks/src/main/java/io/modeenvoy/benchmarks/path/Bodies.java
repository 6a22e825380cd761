package io.modeenvoy.benchmarks.path;

/** A question and an answer of about one kilobyte each. */
final class Bodies {
    private Bodies() {}

    static String question() {
        return "{\"model\":\"small\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\""
                + "Tell me about proxies. ".repeat(40) + "\"}]}";
    }

    static String answer() {
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"small\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                + "A proxy stands between. ".repeat(33)
                + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":200,\"completion_tokens\":100,\"total_tokens\":300}}";
    }
}
