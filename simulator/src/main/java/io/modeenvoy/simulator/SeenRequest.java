package io.modeenvoy.simulator;

import java.util.List;
import java.util.Map;

/**
 * A request as the simulator saw it, credentials included: it is a test's witness of what a gateway sends upstream.
 *
 * @param number 1 for the first request since the start
 * @param query without the question mark, empty if none
 * @param headers by lower-case name, in order of name
 * @param body the first 16,384 bytes as UTF-8
 * @param status of the answer, 0 while there is none
 * @param tokensSent streamed output tokens written so far
 * @param outcome {@code open}, {@code complete}, {@code client-gone} or {@code aborted}
 */
public record SeenRequest(
        long number,
        String method,
        String path,
        String query,
        Map<String, List<String>> headers,
        String body,
        int bodyBytes,
        int status,
        int tokensSent,
        String outcome) {}
