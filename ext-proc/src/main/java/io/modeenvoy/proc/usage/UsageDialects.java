package io.modeenvoy.proc.usage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where usage stands in an answer, and what its numbers are called. A path is the names from the document's root; a name inside of an array stands as if the array
 * were not there, and {@code *} is any name that no other path begins with. A new dialect is a line here.
 */
final class UsageDialects {
    /** The most telling place first: of several that say enough, the first counts. The empty path is the root. */
    private static final List<String> PLACES = List.of(
            "usage", // OpenAI and most others; Anthropic, Bedrock's Converse
            "response.usage", // the last event of the responses API
            "message.usage", // the first event of Anthropic
            "choices.usage", // the last chunk of Moonshot
            "*.usage", // vendors' own objects (x_groq), wrappers (data), Bedrock's event of metadata
            "usageMetadata", // Gemini
            "*.usageMetadata",
            "amazon-bedrock-invocationMetrics",
            "usage.tokens", // Cohere: what was used, then what is billed
            "*.usage.tokens",
            "meta.tokens",
            "usage.billed_units",
            "*.usage.billed_units",
            "meta.billed_units",
            "timings", // llama.cpp
            ""); // Ollama, llama.cpp

    private static final Map<Count, List<String>> NAMES = Map.of(
            Count.INPUT,
            List.of(
                    "prompt_tokens",
                    "input_tokens",
                    "promptTokenCount",
                    "inputTokens",
                    "inputTokenCount",
                    "prompt_eval_count",
                    "prompt_n",
                    "tokens_evaluated"),
            Count.OUTPUT,
            List.of(
                    "completion_tokens",
                    "output_tokens",
                    "candidatesTokenCount",
                    "outputTokens",
                    "outputTokenCount",
                    "eval_count",
                    "predicted_n",
                    "tokens_predicted"),
            Count.TOTAL,
            List.of("total_tokens", "totalTokenCount", "totalTokens"),
            Count.CACHED,
            List.of(
                    "prompt_tokens_details.cached_tokens",
                    "input_tokens_details.cached_tokens",
                    "prompt_cache_hit_tokens", // DeepSeek
                    "cached_tokens", // Moonshot, Together
                    "num_cached_tokens",
                    "cachedContentTokenCount"),
            Count.CACHE_READ,
            List.of("cache_read_input_tokens", "cacheReadInputTokens", "cacheReadInputTokenCount", "cache_n"),
            Count.CACHE_WRITTEN,
            List.of("cache_creation_input_tokens", "cacheWriteInputTokens", "cacheWriteInputTokenCount"),
            Count.TOOL_INPUT,
            List.of("toolUsePromptTokenCount"),
            Count.REASONING,
            List.of(
                    "completion_tokens_details.reasoning_tokens",
                    "output_tokens_details.reasoning_tokens",
                    "reasoning_tokens"),
            Count.THOUGHTS,
            List.of("thoughtsTokenCount"));

    static final Node ROOT = tree();

    private UsageDialects() {}

    /** What a number means: the rank of its place, and what it counts. */
    record Meaning(int place, Count count) {}

    /** A name on the way to a number. */
    static final class Node {
        private final Map<String, Node> children = new HashMap<>();
        private boolean place;
        private @Nullable Meaning meaning;

        /** Null = nothing of usage is under that name. */
        @Nullable
        Node child(String name) {
            Node child = children.get(name);
            return child == null ? children.get("*") : child;
        }

        /** Whether an object here is one of usage. */
        boolean isPlace() {
            return place;
        }

        /** What a number here means; null = nothing. */
        @Nullable
        Meaning meaning() {
            return meaning;
        }

        private Node at(String path) {
            Node node = this;
            for (String name : path.isEmpty() ? new String[0] : path.split("\\.", -1)) {
                node = node.children.computeIfAbsent(name, _ -> new Node());
            }
            return node;
        }
    }

    private static Node tree() {
        Node root = new Node();
        for (int rank = 0; rank < PLACES.size(); rank++) {
            Node place = root.at(PLACES.get(rank));
            place.place = place != root;
            for (Map.Entry<Count, List<String>> names : NAMES.entrySet()) {
                for (String name : names.getValue()) {
                    place.at(name).meaning = new Meaning(rank, names.getKey());
                }
            }
        }
        return root;
    }
}
