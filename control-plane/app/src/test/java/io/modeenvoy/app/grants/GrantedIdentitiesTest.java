package io.modeenvoy.app.grants;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.xds.server.Identities;
import io.modeenvoy.xds.server.Peer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may be whom: by the convention of names, and by a list of grants. */
final class GrantedIdentitiesTest {
    private final Identities convention = new GrantedIdentities(GrantBook::byConvention);

    @ParameterizedTest
    @CsvSource({
        "spiffe://td/modeenvoy/gateway/infra/edge/node/edge-1, edge-1, gateway/infra/edge",
        "spiffe://td/modeenvoy/gateway/infra/edge/node/*, anything, gateway/infra/edge",
        "spiffe://td/modeenvoy/services/node/*, ext-proc-host-17, services",
        "spiffe://td/modeenvoy/all/node/a, a, all",
        "spiffe://td/modeenvoy/gateway/node/edge/node/a, a, gateway/node/edge",
    })
    void theNameOfTheCertificateIsItsGrant(String uri, String nodeId, String group) {
        assertThat(convention.objection(certificate("uri:" + uri), nodeId, group))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "uri:spiffe://td/modeenvoy/gateway/infra/edge/node/edge-1, edge-2, gateway/infra/edge",
        "uri:spiffe://td/modeenvoy/gateway/infra/edge/node/edge-1, edge-1, gateway/infra/other",
        "uri:spiffe://td/modeenvoy/gateway/infra/edge/node/edge-*, edge-1, gateway/infra/edge",
        "uri:spiffe://td/modeenvoy/gateway/*/node/*, a, gateway/infra/edge",
        "uri:spiffe://td/modeenvoy/*/node/*, a, services",
        "uri:spiffe://td/modeenvoy/gateway/infra/edge, a, gateway/infra/edge",
        "uri:spiffe://td/modeenvoy/node/a, a, ''",
        "uri:spiffe://td/other/services/node/*, a, services",
        "uri:spiffe://td/x/modeenvoy/services/node/*, a, services",
        "uri:https://td/modeenvoy/services/node/*, a, services",
        "cn:spiffe://td/modeenvoy/services/node/*, a, services",
        "dns:spiffe://td/modeenvoy/services/node/*, a, services",
    })
    void anythingElseIsRefused(String name, String nodeId, String group) {
        assertThat(convention.objection(certificate(name), nodeId, group)).isNotNull();
    }

    @Test
    void saysWhoClaimedWhatAndWhatWouldBeRight() {
        Peer peer = certificate("uri:spiffe://td/modeenvoy/services/node/*", "cn:proc");

        assertThat(convention.objection(peer, "edge-1", "gateway/infra/edge"))
                .isEqualTo("node: edge-1 of group gateway/infra/edge claimed by certificate cn:proc, "
                        + "uri:spiffe://td/modeenvoy/services/node/* (expected: nodes [*] of groups [services])");
        assertThat(convention.objection(certificate(), "edge-1", "all"))
                .isEqualTo("node: edge-1 of group all claimed by a certificate without names "
                        + "(expected: a certificate with a grant; this one has none)");
    }

    @Test
    void plainTextIsBelieved() {
        assertThat(convention.objection(new Peer.Unnamed(), "edge-1", "all")).isNull();
        assertThat(convention.introspectionObjection(new Peer.Unnamed())).isNull();
    }

    @Test
    void aNameIsNeverAGrantToLookAtOthers() {
        assertThat(convention.introspectionObjection(certificate("uri:spiffe://td/modeenvoy/services/node/*")))
                .contains("introspection: not for certificate uri:spiffe://td/modeenvoy/services/node/*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cn:operator", "dns:ops.example.com"})
    void aListGrantsWhatItSays(String name) {
        GrantBook book = GrantBook.listed(List.of(
                new Grant(new Wildcard("cn:operator"), List.of(), List.of(), true),
                new Grant(
                        new Wildcard("dns:*.example.com"),
                        List.of(new Wildcard("gateway/infra/*"), new Wildcard("all")),
                        List.of(new Wildcard("edge-*")),
                        false)));
        Identities listed = new GrantedIdentities(() -> book);
        boolean operator = name.equals("cn:operator");

        assertThat(listed.introspectionObjection(certificate(name)) == null).isEqualTo(operator);
        assertThat(listed.objection(certificate(name), "edge-1", "gateway/infra/edge") == null)
                .isEqualTo(!operator);
        assertThat(listed.objection(certificate(name), "edge-1", "gateway/shop/edge"))
                .isNotNull();
        assertThat(listed.objection(certificate(name), "proc-1", "all")).isNotNull();
    }

    private static Peer certificate(String... names) {
        return new Peer.Certified(new TreeSet<>(Set.of(names)));
    }
}
