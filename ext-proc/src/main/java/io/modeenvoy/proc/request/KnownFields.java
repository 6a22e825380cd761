package io.modeenvoy.proc.request;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fields of a request that somebody has read about, and how to tell of others that they may change what is judged. */
final class KnownFields {
    /** What a field is to the gateway. */
    enum Kind {
        /** Input of the model. */
        INPUT,
        /** Neither input from elsewhere, nor a model, nor a limit of output. */
        PLAIN,
        /** A second place where a model can stand. */
        MODEL
    }

    /** What {@link RequestScanner} reads one by one. */
    private static final List<String> READ = List.of(
            "model",
            "stream",
            "stream_options",
            "max_tokens",
            "max_completion_tokens",
            "max_output_tokens",
            "n",
            "best_of",
            "prompt",
            "tools",
            "background");

    private static final List<String> INPUT = List.of("messages", "input", "instructions", "prediction");

    private static final List<String> MODEL = List.of(
            "models",
            "fallbacks",
            "fallback_models",
            "route",
            "engine",
            "preset",
            "model_id",
            "deployment",
            "deployment_id");

    private static final List<String> PLAIN = List.of(
            // OpenAI
            "audio, dimensions, echo, encoding_format, frequency_penalty, function_call, functions, include, logit_bias, logprobs",
            "max_tool_calls, metadata, modalities, parallel_tool_calls, presence_penalty, prompt_cache_key",
            "prompt_cache_retention, reasoning, reasoning_effort, response_format, safety_identifier, seed, service_tier, stop, store",
            "suffix, temperature, text, tool_choice, top_logprobs, top_p, truncation, user, verbosity",
            // servers that speak like it
            "add_generation_prompt, allowed_token_ids, bad_words, cache_prompt, cache_salt, chat_template_kwargs, client_metadata",
            "continue_final_message, do_sample, enable_thinking, include_reasoning, reasoning_format, repeat_penalty, samplers",
            "stop_sequences, timings_per_token, usage",
            "grammar, guided_choice, guided_grammar, guided_json, guided_regex, ignore_eos, include_stop_str_in_output, input_type",
            "json_schema, keep_alive, length_penalty, min_p, mirostat, mirostat_eta, mirostat_tau, n_probs, priority",
            "prompt_logprobs, random_seed, repetition_penalty, request_id, return_token_ids, return_tokens_as_token_ids, safe_prompt",
            "skip_special_tokens, spaces_between_special_tokens, stop_token_ids, structured_outputs, think, top_a, top_k",
            "truncate_prompt_tokens, typical_p");

    private static final Map<String, Kind> KINDS = kinds();

    /** The names that count, by what is left of them in {@link #folded}. */
    private static final Map<String, String> JUDGED = Stream.of(READ, INPUT, MODEL)
            .flatMap(List::stream)
            .collect(Collectors.toMap(KnownFields::folded, name -> name));

    private static final List<String> WORDS = List.of(
            "token",
            "predict",
            "length",
            "model",
            "choice",
            "sequence",
            "candidate",
            "sample",
            "budget",
            "beam",
            "limit");

    private static final Set<String> BEGINNINGS = Set.of("max", "min", "num");

    private KnownFields() {}

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new HashMap<>();
        INPUT.forEach(name -> kinds.put(name, Kind.INPUT));
        MODEL.forEach(name -> kinds.put(name, Kind.MODEL));
        PLAIN.stream().flatMap(line -> Stream.of(line.split(", ", -1))).forEach(name -> kinds.put(name, Kind.PLAIN));
        return Map.copyOf(kinds);
    }

    /** What {@code name} is; null = nobody knows. */
    static @Nullable Kind of(String name) {
        return KINDS.get(name);
    }

    /** The field that counts which {@code name} spells in another way; null = none. */
    static @Nullable String otherSpellingOf(String name) {
        String judged = JUDGED.get(folded(name));
        return name.equals(judged) ? null : judged;
    }

    /** Whether the name looks like that of a model or of a limit: it begins with max, min, num or n_, or holds one of a few words. */
    static boolean looksJudged(String name) {
        String folded = folded(name);
        return WORDS.stream().anyMatch(folded::contains)
                || BEGINNINGS.stream().anyMatch(folded::startsWith)
                || (folded.startsWith("n") && name.length() > 1 && !Character.isLetterOrDigit(name.charAt(1)));
    }

    /** Letters and digits, all cases of a letter alike: whatever a lenient reader may take for the same name. */
    private static String folded(String name) {
        String plain = name.chars().allMatch(c -> c < 0x80) ? name : Normalizer.normalize(name, Normalizer.Form.NFKC);
        StringBuilder folded = new StringBuilder(plain.length());
        plain.codePoints()
                .filter(Character::isLetterOrDigit)
                .map(c -> Character.toLowerCase(Character.toUpperCase(c))) // in this order ı and İ are an i too
                .forEach(folded::appendCodePoint);
        return folded.toString();
    }
}
