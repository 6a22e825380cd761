package io.modeenvoy.proc.usage;

/**
 * Tokens of one call.
 *
 * @param input all input, cached input included
 * @param output all output, reasoning included
 */
public record Tokens(long input, long cached, long output, long reasoning) {
    public static final Tokens NONE = new Tokens(0, 0, 0, 0);

    /** Input and output. */
    public long total() {
        long sum = input + output;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
