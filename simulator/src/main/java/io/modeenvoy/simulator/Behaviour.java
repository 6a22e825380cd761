package io.modeenvoy.simulator;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How an answer behaves. Every part can be set per request by the header named beside it; the simulator's defaults fill the rest.
 *
 * @param latency {@code x-sim-latency-ms}: wait before the first byte of the answer
 * @param firstChunk {@code x-sim-first-chunk-ms}: wait between the headers of a streamed answer and its first token
 * @param chunkPause {@code x-sim-chunk-ms}: wait between two streamed tokens
 * @param tokens {@code x-sim-tokens}: exactly so many output tokens (still cut by the request's own maximum); null echoes the prompt
 * @param status {@code x-sim-status}: answer this error instead; 200 answers normally
 * @param retryAfter {@code x-sim-retry-after}: seconds in the {@code retry-after} header of an error answer; null leaves it out
 * @param abortAfter {@code x-sim-abort-after}: drop the connection after so many streamed tokens, or half-way in a plain answer; null never
 * @param reset {@code x-sim-reset}: drop the connection without any answer
 * @param usage {@code x-sim-usage}: false leaves {@code usage} out, as some servers do
 * @param cachedTokens {@code x-sim-cached-tokens}: so many of the input tokens are reported as cached
 * @param reasoningTokens {@code x-sim-reasoning-tokens}: so many hidden output tokens are added to the usage
 */
public record Behaviour(
        Duration latency,
        Duration firstChunk,
        Duration chunkPause,
        @Nullable Integer tokens,
        int status,
        @Nullable Integer retryAfter,
        @Nullable Integer abortAfter,
        boolean reset,
        boolean usage,
        int cachedTokens,
        int reasoningTokens) {

    /** Answers at once, echoes the prompt, reports usage. */
    public static final Behaviour NORMAL =
            new Behaviour(Duration.ZERO, Duration.ZERO, Duration.ZERO, null, 200, null, null, false, true, 0, 0);

    private static final int LONGEST_WAIT_MS = 3_600_000;
    private static final int MOST_TOKENS = 1_000_000;

    public Behaviour withTokens(int count) {
        return new Behaviour(
                latency,
                firstChunk,
                chunkPause,
                count,
                status,
                retryAfter,
                abortAfter,
                reset,
                usage,
                cachedTokens,
                reasoningTokens);
    }

    public Behaviour withStatus(int newStatus) {
        return new Behaviour(
                latency,
                firstChunk,
                chunkPause,
                tokens,
                newStatus,
                retryAfter,
                abortAfter,
                reset,
                usage,
                cachedTokens,
                reasoningTokens);
    }

    public Behaviour withPace(Duration newLatency, Duration newFirstChunk, Duration newChunkPause) {
        return new Behaviour(
                newLatency,
                newFirstChunk,
                newChunkPause,
                tokens,
                status,
                retryAfter,
                abortAfter,
                reset,
                usage,
                cachedTokens,
                reasoningTokens);
    }

    public Behaviour withAbortAfter(int streamedTokens) {
        return new Behaviour(
                latency,
                firstChunk,
                chunkPause,
                tokens,
                status,
                retryAfter,
                streamedTokens,
                reset,
                usage,
                cachedTokens,
                reasoningTokens);
    }

    /** This behaviour with what the request's headers ask for on top. */
    Behaviour with(Function<String, @Nullable String> header) throws BadRequest {
        var ask = new HeaderReader(header);
        return new Behaviour(
                ask.millis("x-sim-latency-ms", latency, LONGEST_WAIT_MS),
                ask.millis("x-sim-first-chunk-ms", firstChunk, LONGEST_WAIT_MS),
                ask.millis("x-sim-chunk-ms", chunkPause, LONGEST_WAIT_MS),
                ask.number("x-sim-tokens", tokens, 0, MOST_TOKENS),
                ask.count("x-sim-status", status, 200, 599),
                ask.number("x-sim-retry-after", retryAfter, 0, LONGEST_WAIT_MS),
                ask.number("x-sim-abort-after", abortAfter, 0, MOST_TOKENS),
                ask.flag("x-sim-reset", reset),
                ask.flag("x-sim-usage", usage),
                ask.count("x-sim-cached-tokens", cachedTokens, 0, MOST_TOKENS),
                ask.count("x-sim-reasoning-tokens", reasoningTokens, 0, MOST_TOKENS));
    }
}
