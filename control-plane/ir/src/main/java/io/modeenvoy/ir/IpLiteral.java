package io.modeenvoy.ir;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses in the form that everybody reads alike, Envoy included: IPv4 as four decimal numbers without leading zeros, which some read as octal; IPv6 without
 * a zone, and not an IPv4 address in disguise.
 */
public final class IpLiteral {
    private static final String NUMBER = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern FOUR = Pattern.compile(NUMBER + "(\\." + NUMBER + "){3}");
    private static final Pattern SIX = Pattern.compile("[0-9a-fA-F:]*:(" + FOUR.pattern() + ")?[0-9a-fA-F]*");

    private IpLiteral() {}

    /** The address that {@code text} is; empty if it is none. */
    public static Optional<InetAddress> parse(String text) {
        if (!FOUR.matcher(text).matches() && !SIX.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            boolean disguised = address instanceof Inet4Address && text.contains(":");
            return disguised ? Optional.empty() : Optional.of(address);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether {@code text} is an IPv6 address. */
    public static boolean isSix(String text) {
        return parse(text).filter(Inet6Address.class::isInstance).isPresent();
    }

    /** Whether {@code text} is an IPv4 address. */
    public static boolean isFour(String text) {
        return parse(text).filter(Inet4Address.class::isInstance).isPresent();
    }
}
