package io.modeenvoy.translator;

import io.modeenvoy.ir.Hostname;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How hostnames relate: a wildcard stands for one label or more in front of its suffix. */
final class Hostnames {
    /** The one that says most comes last: any, then short wildcards, long wildcards, names. */
    static final Comparator<Hostname> LEAST_SPECIFIC_FIRST = Comparator.comparing((Hostname host) -> !host.isWildcard())
            .thenComparingInt(host -> host.value().length());

    private static final int LONGEST = 253;
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final Pattern SYNTAX = Pattern.compile("(\\*\\.)?" + LABEL + "(\\." + LABEL + ")*");

    private Hostnames() {}

    /** Absent = any; empty if it is no hostname. */
    static Optional<Hostname> parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return Optional.of(Hostname.ANY);
        }
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.length() <= LONGEST && SYNTAX.matcher(lower).matches()
                ? Optional.of(new Hostname(lower))
                : Optional.empty();
    }

    /** Whether every host that {@code narrow} stands for is one of {@code wide}. */
    static boolean covers(Hostname wide, Hostname narrow) {
        if (wide.equals(Hostname.ANY) || wide.equals(narrow)) {
            return true;
        }
        return wide.isWildcard() && narrow.value().endsWith(wide.value().substring(1));
    }

    /** The wildcards that cover a hostname, but for itself: the longest first, any last. */
    static List<Hostname> above(Hostname hostname) {
        List<Hostname> above = new ArrayList<>();
        if (hostname.equals(Hostname.ANY)) {
            return above;
        }
        String rest = base(hostname).value();
        for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
            rest = rest.substring(dot + 1);
            above.add(new Hostname("*." + rest));
        }
        above.add(Hostname.ANY);
        return above;
    }

    /** A wildcard's suffix; any and names are their own. */
    static Hostname base(Hostname hostname) {
        return hostname.value().startsWith("*.") ? new Hostname(hostname.value().substring(2)) : hostname;
    }

    /** The wildcard of all below a name; there is nothing below the longest ones. */
    static Optional<Hostname> below(Hostname name) {
        return Optional.of("*." + name)
                .filter(wildcard -> wildcard.length() <= LONGEST)
                .map(Hostname::new);
    }

    /** The hosts that both stand for, or null if there are none. */
    static @Nullable Hostname intersect(Hostname one, Hostname other) {
        if (covers(one, other)) {
            return other;
        }
        return covers(other, one) ? one : null;
    }
}
