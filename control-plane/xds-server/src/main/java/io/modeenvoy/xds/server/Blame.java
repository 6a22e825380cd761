package io.modeenvoy.xds.server;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client's error message says of the resources of a response.
 *
 * @param guilty those it calls bad in a form that is known
 * @param suspected those that it only quotes: one of them may be what another is measured by
 * @param restApplied whether the resources that are not guilty are in use
 */
record Blame(Set<String> guilty, Set<String> suspected, boolean restApplied) {
    /** Envoy takes clusters and listeners one by one. */
    private static final Pattern ENVOY_ONE_BY_ONE =
            Pattern.compile("^Error adding/updating (cluster|listener)\\(s\\) ");

    /** The clients of gRPC take all resources one by one; those in C++, JavaScript, Java and Go each have a form of their own. */
    private static final List<Pattern> GRPC_ONE_BY_ONE = List.of(
            Pattern.compile("resource index \\d+: (?<name>.+?): [A-Z_]+: "),
            Pattern.compile("\\w+ response \\w+ '(?<name>.+?)' validation error: "),
            Pattern.compile("resource \"(?<name>.+?)\": "));

    private static final Pattern GRPC = Pattern.compile(
            "^(xDS response validation errors: \\[|\\w+ response \\w+ '|error parsing \"\\w+\" response: )");

    /** A message that breaks a rule of its proto is printed whole, its name at the start of a line; none of the response is in use. */
    private static final Pattern BROKEN = Pattern.compile("(?m)^(?:cluster_)?name:\\s+\"([^\"]*)\"$");

    /** @param names of the resources of the response */
    static Blame of(String message, Collection<String> names) {
        Matcher broken = BROKEN.matcher(message);
        if (message.contains("Proto constraint validation failed") && broken.find()) {
            return new Blame(some(names, broken.group(1)::equals), Set.of(), false);
        }
        Matcher envoy = ENVOY_ONE_BY_ONE.matcher(message);
        if (envoy.find()) {
            String text = envoy.replaceFirst("\n");
            return new Blame(
                    some(names, name -> text.contains("\n" + name + ": ") || text.contains(", " + name + ": ")),
                    Set.of(),
                    true);
        }
        return GRPC.matcher(message).find()
                ? new Blame(some(names, ofGrpc(message)::contains), Set.of(), true)
                : new Blame(Set.of(), some(names, name -> isQuoted(message, name)), false);
    }

    private static Set<String> ofGrpc(String message) {
        Set<String> bad = new TreeSet<>();
        GRPC_ONE_BY_ONE.forEach(form -> form.matcher(message).results().forEach(found -> bad.add(found.group("name"))));
        return bad;
    }

    private static boolean isQuoted(String message, String name) {
        return message.contains("'" + name + "'") || message.contains("\"" + name + "\"");
    }

    private static Set<String> some(Collection<String> names, Predicate<String> which) {
        Set<String> some = new TreeSet<>(names);
        some.removeIf(which.negate());
        return some;
    }
}
