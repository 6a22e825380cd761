package io.modeenvoy.ir;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses an upstream that a tenant names may have: public ones, whether written or resolved.
 *
 * @param alsoRefused public addresses that are refused nevertheless, for example those of the cluster's Services
 * @param allowed addresses that are never refused
 */
public record AddressRules(List<AddressRange> alsoRefused, List<AddressRange> allowed) {
    /** Public addresses, all of them. */
    public static final AddressRules PUBLIC = new AddressRules(List.of(), List.of());

    private static final List<AddressRange> NOT_PUBLIC = Stream.of(
                    "0.0.0.0/8", // this machine
                    "10.0.0.0/8", // private
                    "100.64.0.0/10", // of carriers and clusters; metadata of Alibaba Cloud
                    "127.0.0.0/8", // this machine
                    "168.63.129.16/32", // the host's agent of Azure
                    "169.254.0.0/16", // of the link; metadata of most clouds
                    "172.16.0.0/12", // private
                    "192.0.0.0/24", // of protocols; metadata of Oracle Cloud
                    "192.168.0.0/16", // private
                    "198.18.0.0/15", // of test networks
                    "224.0.0.0/3", // to many, reserved, to all
                    "::/16", // this machine, and IPv4 addresses in the forms ::a.b.c.d and ::ffff:a.b.c.d
                    "64:ff9b:1::/48", // a NAT64 of the network's own
                    "2001::/32", // Teredo, which leads to any IPv4 address
                    "2002::/16", // 6to4, which does too
                    "fc00::/7", // private; metadata of AWS
                    "fe80::/9", // of the link and of the site
                    "ff00::/8") // to many
            .map(text -> AddressRange.parse(text).orElseThrow())
            .toList();

    public AddressRules {
        alsoRefused = List.copyOf(alsoRefused);
        allowed = List.copyOf(allowed);
    }

    /** All ranges that are refused, but for what is {@link #exceptions allowed}. */
    public List<AddressRange> refused() {
        return throughNat64Too(Stream.concat(NOT_PUBLIC.stream(), alsoRefused.stream()));
    }

    /** All ranges of which nothing is refused. */
    public List<AddressRange> exceptions() {
        return throughNat64Too(allowed.stream());
    }

    /** Whether {@code address} may not be reached. */
    public boolean refuse(InetAddress address) {
        return isIn(refused(), address) && !isIn(exceptions(), address);
    }

    private static List<AddressRange> throughNat64Too(Stream<AddressRange> ranges) {
        return ranges.flatMap(range -> Stream.of(range, range.throughNat64()))
                .distinct()
                .toList();
    }

    private static boolean isIn(List<AddressRange> ranges, InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    @Override
    public String toString() {
        return "public"
                + (alsoRefused.isEmpty() ? "" : " without " + alsoRefused)
                + (allowed.isEmpty() ? "" : " and " + allowed);
    }
}
