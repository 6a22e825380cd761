package io.modeenvoy.ir;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Addresses with the same first bits, {@code 10.0.0.0/8}.
 *
 * @param base the first of them
 */
public record AddressRange(InetAddress base, int bits) {
    private static final byte[] NAT64 = {0x00, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final int NAT64_BITS = 96;

    public AddressRange {
        int most = base.getAddress().length * 8;
        Checks.check(bits >= 0 && bits <= most, "bits: " + bits + " (expected: 0.." + most + ")");
        base = address(masked(base.getAddress(), bits));
    }

    /** The range that {@code text} names; empty if it names none. */
    public static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        try {
            InetAddress base = InetAddress.ofLiteral(text.substring(0, slash));
            return Optional.of(new AddressRange(base, Integer.parseInt(text.substring(slash + 1))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether {@code address} is one of them. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == base.getAddress().length && Arrays.equals(masked(bytes, bits), base.getAddress());
    }

    /** The IPv6 addresses {@code 64:ff9b::a.b.c.d} by which a NAT64 leads to the same hosts; itself if it has IPv6 addresses already. */
    AddressRange throughNat64() {
        if (base instanceof Inet6Address) {
            return this;
        }
        byte[] bytes = NAT64.clone();
        System.arraycopy(base.getAddress(), 0, bytes, NAT64_BITS / 8, 4);
        return new AddressRange(address(bytes), NAT64_BITS + bits);
    }

    private static byte[] masked(byte[] bytes, int bits) {
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp(bits - 8L * i, 0, 8);
            bytes[i] = (byte) (bytes[i] & (0xff << (8 - kept)));
        }
        return bytes;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // thrown for a wrong number of bytes only
        }
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + bits;
    }
}
