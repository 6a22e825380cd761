package io.modeenvoy.proc.usage;

/** What a number in a report of usage counts. */
enum Count {
    /** All input, where nothing is told beside it. */
    INPUT,
    /** All output, where nothing is told beside it. */
    OUTPUT,
    /** Everything. */
    TOTAL,
    /** Input that was read from a cache, part of the input. */
    CACHED,
    /** The same, beside the input unless the total says otherwise. */
    CACHE_READ,
    /** Input that was written to a cache, beside the input unless the total says otherwise. */
    CACHE_WRITTEN,
    /** Input for tools that the provider ran, beside the input unless the total says otherwise. */
    TOOL_INPUT,
    /** Hidden output, part of the output unless the total says otherwise. */
    REASONING,
    /** The same, beside the output unless the total says otherwise. */
    THOUGHTS
}
