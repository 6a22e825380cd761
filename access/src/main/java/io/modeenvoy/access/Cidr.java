package io.modeenvoy.access;

import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A network of IPv4 or IPv6 addresses. An IPv4-mapped IPv6 address counts as IPv4. */
final class Cidr {
    private final byte[] network;
    private final int prefix;

    private Cidr(byte[] network, int prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    /** Parses {@code 10.0.0.0/8}, {@code 2001:db8::/32} or a single address; empty if it is none of these. */
    static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        byte[] network = address(slash < 0 ? text : text.substring(0, slash));
        if (network == null) {
            return Optional.empty();
        }
        int prefix = slash < 0 ? network.length * 8 : number(text.substring(slash + 1));
        return prefix < 0 || prefix > network.length * 8 ? Optional.empty() : Optional.of(new Cidr(network, prefix));
    }

    /** The bytes of an address literal, null if it is none. Never asks the DNS. */
    static byte @Nullable [] address(String text) {
        if (text.isEmpty() || text.indexOf('%') >= 0) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(text).getAddress();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (address[i] != network[i]) {
                return false;
            }
        }
        int rest = prefix % 8;
        return rest == 0 || ((address[whole] ^ network[whole]) & 0xff) >>> (8 - rest) == 0;
    }

    private static int number(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(text) : -1;
    }
}
