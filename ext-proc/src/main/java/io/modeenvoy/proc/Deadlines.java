package io.modeenvoy.proc;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Exchanges that wait for something; looked over once a second. Thread-safe. */
final class Deadlines {
    private final Set<Exchange> waiting = ConcurrentHashMap.newKeySet();

    void watch(Exchange exchange) {
        waiting.add(exchange);
    }

    void release(Exchange exchange) {
        waiting.remove(exchange);
    }

    void sweep(Instant now) {
        waiting.forEach(exchange -> exchange.checkDeadline(now));
    }
}
