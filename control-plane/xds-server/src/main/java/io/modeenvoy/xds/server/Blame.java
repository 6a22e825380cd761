package io.modeenvoy.xds.server;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads in Envoy's error messages which resources they are about. Where they do not say, nobody is blamed. */
final class Blame {
    /** Clusters and listeners are taken one by one: the others of the same response are in use. */
    private static final Pattern ONE_BY_ONE = Pattern.compile("^Error adding/updating (cluster|listener)\\(s\\) ");

    /** A message that breaks a rule of its proto is printed whole, its name at the start of a line; none of the response is in use. */
    private static final Pattern BROKEN = Pattern.compile("(?m)^(?:cluster_)?name:\\s+\"([^\"]*)\"$");

    private Blame() {}

    /** Whether the resources that the message does not name were applied. */
    static boolean restApplied(String message) {
        return ONE_BY_ONE.matcher(message).find();
    }

    /** Those of the names that the message blames; empty when it does not tell. */
    static Set<String> in(String message, Collection<String> names) {
        Matcher broken = BROKEN.matcher(message);
        if (message.contains("Proto constraint validation failed") && broken.find()) {
            String name = broken.group(1);
            return names.contains(name) ? Set.of(name) : Set.of();
        }
        String text = ONE_BY_ONE.matcher(message).replaceFirst("\n");
        return names.stream().filter(name -> blames(text, name)).collect(Collectors.toUnmodifiableSet());
    }

    private static boolean blames(String text, String name) {
        return text.contains("\n" + name + ": ")
                || text.contains(", " + name + ": ")
                || text.contains("'" + name + "'")
                || text.contains("\"" + name + "\"");
    }
}
