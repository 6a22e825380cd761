package io.modeenvoy.app.grants;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a certificate may claim where no file says so: the node that its URI names, {@code spiffe://TRUST-DOMAIN/modeenvoy/GROUP/node/ID}, with {@code *}
 * for any id. The group is all there is between: groups have slashes, ids have none, so that no text can be read in two ways.
 */
final class SpiffeConvention {
    private static final Pattern NODE = Pattern.compile("uri:spiffe://[^/]+/modeenvoy/(.+)/node/([^/]+)");

    private SpiffeConvention() {}

    static Optional<Grant> grant(String name) {
        Matcher node = NODE.matcher(name);
        return node.matches() && node.group(1).indexOf('*') < 0 && literal(node.group(2))
                ? Optional.of(new Grant(
                        new Wildcard(name),
                        List.of(new Wildcard(node.group(1))),
                        List.of(new Wildcard(node.group(2))),
                        false))
                : Optional.empty();
    }

    private static boolean literal(String id) {
        return id.equals("*") || id.indexOf('*') < 0;
    }
}
