package io.modeenvoy.proc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of ours a call has passed, by the header in which proxies count (RFC 8586). A model provider may lead back here, and with each turn retries and fallbacks multiply the calls.
 * Of what others wrote there a provider learns nothing.
 */
final class Hops {
    static final String HEADER = "cdn-loop";

    private static final String PREFIX = "modeenvoy-";
    /** Once is good: two installations, one behind the other, may name their Gateways alike. */
    private static final int MOST_OF_ONE = 1;

    private static final int MOST = 8;

    private Hops() {}

    /** Whether a call with this header must not enter by {@code entry} again. */
    static boolean isLoop(@Nullable String header, String entry) {
        List<String> passed = passed(header);
        return passed.size() >= MOST
                || passed.stream().filter(id(entry)::equals).count() > MOST_OF_ONE;
    }

    /** What the next hop is told. */
    static String behind(@Nullable String header, String entry) {
        List<String> passed = new ArrayList<>(passed(header));
        passed.add(id(entry));
        return String.join(", ", passed);
    }

    /** The ids of ours, without their parameters. */
    private static List<String> passed(@Nullable String header) {
        return header == null
                ? List.of()
                : Arrays.stream(header.split(",", -1))
                        .map(info -> info.split(";", 2)[0].strip())
                        .filter(id -> id.startsWith(PREFIX))
                        .limit(MOST)
                        .toList();
    }

    /**
     * The same everywhere, and short. No secret: whoever knows an entry's name can write its id. A caller that does so brings 508 upon that call of its own and nothing else, and it
     * cannot take away what was counted; a provider can guess at the names of entries.
     */
    private static String id(String entry) {
        return PREFIX + Integer.toHexString(entry.hashCode());
    }
}
