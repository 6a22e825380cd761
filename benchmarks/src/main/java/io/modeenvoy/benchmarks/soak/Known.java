package io.modeenvoy.benchmarks.soak;

import java.util.Map;
import java.util.Set;

/**
 * One resource that was published.
 *
 * @param nanos when it was published last
 * @param references what a proxy asks for because of it: names by type URL
 * @param bad proxies refuse it
 */
record Known(String typeUrl, String name, long nanos, Map<String, Set<String>> references, boolean bad) {}
