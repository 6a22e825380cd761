package io.modeenvoy.app.fleet;

import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far the resources of an object have come on the fleet.
 *
 * @param rejections what those said who rejected one of them, sorted, each text once
 */
public record Reach(Count proxies, Count services, List<String> rejections) {
    /** So many different words are told of one object; a fleet that words one mistake in many ways must not make a story of it. */
    private static final int MOST_WORDS = 3;

    public Reach {
        rejections = List.copyOf(rejections);
    }

    /**
     * Clients of one kind that need them.
     *
     * @param done hold all of them
     * @param settled have answered before; the others have only just come, and are not held against an object
     * @param all there are
     */
    public record Count(int done, int settled, int all) {
        /** Whether nobody is behind who should not be. */
        boolean isDone() {
            return all == 0 || (settled > 0 && done == settled);
        }

        @Override
        public String toString() {
            return done + "/" + all;
        }
    }

    /** Whether somebody rejected one of them. */
    public boolean isRejected() {
        return !rejections.isEmpty();
    }

    /** Whether all hold them who should. */
    public boolean isEverywhere() {
        return proxies.isDone() && services.isDone();
    }

    /** The rejections in a few words. */
    public String words() {
        String more = rejections.size() > MOST_WORDS ? "; and others" : "";
        return rejections.stream().limit(MOST_WORDS).collect(Collectors.joining("; ")) + more;
    }

    /** Counts clients of one kind. */
    static final class Tally {
        private final NavigableSet<String> rejections = new TreeSet<>();
        private int done;
        private int settled;
        private int all;

        void add(int clients, boolean fresh, boolean everywhere) {
            all += clients;
            settled += fresh ? 0 : clients;
            done += everywhere ? clients : 0;
        }

        void reject(String message) {
            rejections.add(message);
        }

        Count count() {
            return new Count(done, settled, all);
        }

        List<String> and(Tally other) {
            return Stream.of(rejections, other.rejections)
                    .flatMap(NavigableSet::stream)
                    .sorted()
                    .distinct()
                    .toList();
        }
    }
}
