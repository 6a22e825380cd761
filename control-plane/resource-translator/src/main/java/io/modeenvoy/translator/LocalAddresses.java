package io.modeenvoy.translator;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Hosts that a tenant's provider must not point at: this machine, its link, the cluster. Looks at the text only, never at DNS. */
final class LocalAddresses {
    private static final List<String> NAMES = List.of("localhost", "metadata.google.internal", "kubernetes.default");
    private static final List<String> SUFFIXES = List.of(".localhost", ".local", ".svc", ".internal");
    private static final Pattern NUMBERS = Pattern.compile("(0x[0-9a-f]+|[0-9]+)([.](0x[0-9a-f]+|[0-9]+)){0,3}");

    private LocalAddresses() {}

    /** Whether {@code host}, a name or a literal address, is local. */
    static boolean contain(String host) {
        String name = withoutDot(host.toLowerCase(Locale.ROOT));
        return NAMES.contains(name)
                || SUFFIXES.stream().anyMatch(name::endsWith)
                || literal(name).map(LocalAddresses::isLocal).orElse(false)
                || isUnusualLiteral(name);
    }

    /** The address a literal stands for. */
    static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Octal, hexadecimal and shortened addresses have no honest use here. */
    private static boolean isUnusualLiteral(String host) {
        return NUMBERS.matcher(host).matches()
                && !literal(host)
                        .map(address -> address.getHostAddress().equals(host))
                        .orElse(false);
    }

    private static boolean isLocal(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || isShared(address)
                || isUniqueLocal(address);
    }

    /** 100.64.0.0/10: carriers and clusters. */
    private static boolean isShared(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address && bytes[0] == 100 && (bytes[1] & 0xC0) == 64;
    }

    /** fc00::/7. */
    private static boolean isUniqueLocal(InetAddress address) {
        return address instanceof Inet6Address && (address.getAddress()[0] & 0xFE) == 0xFC;
    }

    private static String withoutDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }
}
