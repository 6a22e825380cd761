package io.modeenvoy.translator;

import io.modeenvoy.ir.AddressRules;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Hosts that a tenant's provider must not point at, as far as the text tells. What a name leads to is judged by Envoy, when it has been looked up. */
final class LocalAddresses {
    private static final List<String> NAMES = List.of("localhost", "metadata.google.internal", "kubernetes.default");
    private static final List<String> SUFFIXES = List.of(".localhost", ".svc", ".svc.cluster.local");
    /** Of private networks: names of hosts as good as others where some private addresses are allowed. */
    private static final List<String> PRIVATE_SUFFIXES = List.of(".local", ".internal");

    private static final Pattern NUMBERS = Pattern.compile("(0x[0-9a-f]+|[0-9]+)([.](0x[0-9a-f]+|[0-9]+)){0,3}");

    private LocalAddresses() {}

    /** Whether {@code rules} refuse {@code host}, a name or a literal address. */
    static boolean areRefused(AddressRules rules, String host) {
        String name = withoutDot(host.toLowerCase(Locale.ROOT));
        return NAMES.contains(name)
                || SUFFIXES.stream().anyMatch(name::endsWith)
                || (rules.allowed().isEmpty() && PRIVATE_SUFFIXES.stream().anyMatch(name::endsWith))
                || literal(name).map(rules::refuse).orElse(false)
                || isUnusualLiteral(name);
    }

    /** Whether {@code host} is this machine. */
    static boolean isLoopback(String host) {
        String name = withoutDot(host.toLowerCase(Locale.ROOT));
        return name.equals("localhost")
                || literal(name).map(InetAddress::isLoopbackAddress).orElse(false);
    }

    /** The address a literal stands for. */
    static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether {@code host} is made of numbers, in any way that some program takes for an address. */
    static boolean isNumbers(String host) {
        return NUMBERS.matcher(host).matches();
    }

    /** Octal, hexadecimal and shortened addresses have no honest use here. */
    private static boolean isUnusualLiteral(String host) {
        return isNumbers(host)
                && !literal(host)
                        .map(address -> address.getHostAddress().equals(host))
                        .orElse(false);
    }

    private static String withoutDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }
}
