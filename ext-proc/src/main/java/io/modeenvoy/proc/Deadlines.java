package io.modeenvoy.proc;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exchanges that wait for something; looked over once a second. Thread-safe. */
final class Deadlines {
    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);

    private final Set<Exchange> waiting = ConcurrentHashMap.newKeySet();

    void watch(Exchange exchange) {
        waiting.add(exchange);
    }

    void release(Exchange exchange) {
        waiting.remove(exchange);
    }

    int size() {
        return waiting.size();
    }

    /** One that fails does not keep the others waiting. */
    void sweep(Instant now) {
        for (Exchange exchange : waiting) {
            try {
                exchange.checkDeadline(now);
            } catch (RuntimeException e) {
                LOG.error("deadline.failed", e);
            }
        }
    }
}
