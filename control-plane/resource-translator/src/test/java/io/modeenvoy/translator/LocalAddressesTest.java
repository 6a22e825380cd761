package io.modeenvoy.translator;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.ir.AddressRules;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalAddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.0.1",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "224.0.0.1",
                "::1",
                "::",
                "fe80::1",
                "fd12::1",
                "::ffff:10.0.0.1",
                "localhost",
                "LOCALHOST.",
                "x.localhost",
                "printer.local",
                "vllm.models.svc",
                "vllm.models.svc.cluster.local",
                "metadata.google.internal",
                "127.1",
                "2130706433",
                "0x7f000001",
                "0177.0.0.1",
                "0x7f.0.0.1",
                "010.8.8.8",
            })
    void thisMachineItsLinkAndTheClusterAreLocal(String host) {
        assertThat(LocalAddresses.areRefused(AddressRules.PUBLIC, host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.openai.com",
                "8.8.8.8",
                "100.128.0.1",
                "172.32.0.1",
                "2606:4700::1",
                "svc.example.com",
                "1e100.net"
            })
    void theRestOfTheWorldIsNot(String host) {
        assertThat(LocalAddresses.areRefused(AddressRules.PUBLIC, host)).isFalse();
    }
}
