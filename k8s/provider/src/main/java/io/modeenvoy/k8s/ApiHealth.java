package io.modeenvoy.k8s;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once when the API server cannot be reached or refuses something, and once when all is well again, however many watches suffer. */
final class ApiHealth {
    private static final Logger LOG = LoggerFactory.getLogger(ApiHealth.class);

    private final Map<String, String> failing = new HashMap<>(); // guarded by this; what is refused, and in which words
    private boolean away; // guarded by this

    /** A request for {@code what} failed. */
    synchronized void failed(String what, IOException why) {
        String reason = why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
        if (why instanceof ApiException answer && answer.code() < 500) {
            if (!reason.equals(failing.put(what, reason))) {
                LOG.warn("kubernetes.refused what=\"{}\" reason=\"{}\"", what, reason);
            }
            return;
        }
        failing.put(what, "");
        if (!away) {
            away = true;
            LOG.warn("kubernetes.away what=\"{}\" reason=\"{}\": what is known stays in force", what, reason);
        }
    }

    /** A request for {@code what} was answered. */
    synchronized void works(String what) {
        String before = failing.remove(what);
        if (before != null && !before.isEmpty()) {
            LOG.info("kubernetes.allowed what=\"{}\"", what);
        }
        if (away && failing.values().stream().noneMatch(String::isEmpty)) {
            away = false;
            LOG.info("kubernetes.back");
        }
    }
}
