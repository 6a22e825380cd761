package io.modeenvoy.benchmarks.soak;

/**
 * The server at one moment, after a full collection.
 *
 * @param minute since the start
 * @param forced responses that did not wait for an ACK any more
 */
record Sample(double minute, long heapBytes, int threads, int streams, long responses, long forced) {}
