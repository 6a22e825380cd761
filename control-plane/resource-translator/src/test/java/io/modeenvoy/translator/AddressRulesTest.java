package io.modeenvoy.translator;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.ir.AddressRange;
import io.modeenvoy.ir.AddressRules;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One judgement for addresses that are written and for those that names lead to. */
final class AddressRulesTest {
    @ParameterizedTest
    @CsvSource({
        "this machine,                0.0.0.0",
        "this machine,                127.0.0.1",
        "this machine,                127.255.255.255",
        "this machine,                ::",
        "this machine,                ::1",
        "private,                     10.255.255.255",
        "private,                     172.16.0.1",
        "private,                     172.31.255.255",
        "private,                     192.168.1.1",
        "private,                     fc00::1",
        "private,                     fdff::1",
        "of carriers and clusters,    100.64.0.0",
        "of carriers and clusters,    100.127.255.255",
        "of the link,                 169.254.0.1",
        "of the link,                 fe80::1",
        "of the site,                 fec0::1",
        "to many,                     224.0.0.1",
        "to many,                     239.255.255.255",
        "to many,                     ff02::1",
        "reserved,                    240.0.0.1",
        "to all,                      255.255.255.255",
        "of test networks,            198.19.255.255",
        "metadata of most clouds,     169.254.169.254",
        "the host's agent of Azure,   168.63.129.16",
        "metadata of AWS,             fd00:ec2::254",
        "metadata of Alibaba Cloud,   100.100.100.200",
        "metadata of Oracle Cloud,    192.0.0.192",
        "IPv4 in IPv6,                ::ffff:169.254.169.254",
        "IPv4 in IPv6,                ::169.254.169.254",
        "IPv4 in IPv6,                ::ffff:0:7f00:1",
        "by NAT64,                    64:ff9b::169.254.169.254",
        "by NAT64,                    64:ff9b::10.0.0.1",
        "by NAT64,                    64:ff9b::168.63.129.16",
        "by a NAT64 of the network,   64:ff9b:1::a9fe:a9fe",
        "by 6to4,                     2002:7f00:1::1",
        "by Teredo,                   2001:0:7f00:1::1",
    })
    void refusesWhatIsNotPublic(String why, String address) {
        assertThat(AddressRules.PUBLIC.refuse(InetAddress.ofLiteral(address)))
                .as(why)
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "168.63.129.15",
                "168.63.129.17",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2001:4860::8888",
                "2606:4700::1",
                "64:ff9b::1.1.1.1"
            })
    void allowsTheRestOfTheWorld(String address) {
        assertThat(AddressRules.PUBLIC.refuse(InetAddress.ofLiteral(address))).isFalse();
    }

    @Test
    void refusesMoreAndAllowsSomeAsThePlatformSays() {
        AddressRules rules = new AddressRules(ranges("203.0.113.0/24"), ranges("10.1.0.0/16", "fd00:7::/32"));

        assertThat(refused(rules, "203.0.113.9", "64:ff9b::203.0.113.9", "10.2.0.1", "fd00:8::1"))
                .containsOnly(true);
        assertThat(refused(rules, "203.0.114.1", "10.1.2.3", "64:ff9b::10.1.2.3", "fd00:7::1"))
                .containsOnly(false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "::/129", "x/8", "/8"
            })
    void aRangeHasAnAddressAndItsFirstBits(String text) {
        assertThat(AddressRange.parse(text)).isEmpty();
    }

    @Test
    void aRangeIsNamedByItsFirstAddress() {
        assertThat(AddressRange.parse("10.1.2.3/8")).hasToString("Optional[10.0.0.0/8]");
    }

    private static List<Boolean> refused(AddressRules rules, String... addresses) {
        return Stream.of(addresses)
                .map(address -> rules.refuse(InetAddress.ofLiteral(address)))
                .toList();
    }

    private static List<AddressRange> ranges(String... texts) {
        return Stream.of(texts)
                .map(text -> AddressRange.parse(text).orElseThrow())
                .toList();
    }
}
