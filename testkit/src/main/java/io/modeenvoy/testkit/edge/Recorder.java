package io.modeenvoy.testkit.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What an upstream got: requests until they are asked for, and bytes that are no request. Thread-safe. */
final class Recorder {
    private static final int MOST = 1_000;

    private final Map<String, List<Seen>> seen = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> strays = new ConcurrentLinkedQueue<>();

    void add(Seen request) {
        if (seen.size() > MOST) {
            stray("more than " + MOST + " requests that nobody asks for, for example " + request.head());
            return;
        }
        seen.compute(request.id(), (id, before) -> {
            List<Seen> all = before == null ? new ArrayList<>() : new ArrayList<>(before);
            all.add(request);
            return all;
        });
    }

    /** Bytes on a connection that are no request, or an end in the middle of one. */
    void stray(String what) {
        if (strays.size() < MOST) {
            strays.add(what.length() > 300 ? what.substring(0, 300) + "…" : what);
        }
    }

    /** The requests of a call, which are forgotten. */
    List<Seen> take(String id) {
        List<Seen> taken = seen.remove(id);
        return taken == null ? List.of() : taken;
    }

    /** What was wrong on connections, and requests of calls that were over or that nobody made; all forgotten. */
    List<String> takeStrays() {
        List<String> all = new ArrayList<>();
        for (String stray = strays.poll(); stray != null; stray = strays.poll()) {
            all.add(stray);
        }
        for (String id : List.copyOf(seen.keySet())) {
            take(id).forEach(request -> all.add("a request of the call '" + id + "' that was over: " + request.head()));
        }
        return all;
    }
}
