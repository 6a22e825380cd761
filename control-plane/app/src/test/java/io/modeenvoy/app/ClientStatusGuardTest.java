package io.modeenvoy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envoyproxy.envoy.service.status.v3.ClientStatusDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.status.v3.ClientStatusRequest;
import io.envoyproxy.envoy.service.status.v3.ClientStatusResponse;
import io.grpc.ManagedChannel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.modeenvoy.app.grants.Grant;
import io.modeenvoy.app.grants.GrantBook;
import io.modeenvoy.app.grants.GrantedIdentities;
import io.modeenvoy.app.grants.Wildcard;
import io.modeenvoy.service.GrpcAddress;
import io.modeenvoy.service.PlainText;
import io.modeenvoy.service.Tls;
import io.modeenvoy.service.TlsFiles;
import io.modeenvoy.testkit.tls.TestAuthority;
import io.modeenvoy.xds.server.XdsMetrics;
import io.modeenvoy.xds.server.XdsServerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CSDS tells of every node group: with TLS only a certificate that was granted a look gets an answer. */
final class ClientStatusGuardTest {
    private static final Grant LOOK = new Grant(new Wildcard("uri:spiffe://test/auditor"), List.of(), List.of(), true);

    @TempDir
    Path folder;

    private final TestAuthority authority = TestAuthority.named("authority");

    @Test
    void whoWasGrantedALookIsAnswered() throws IOException {
        assertThat(statusFor("spiffe://test/auditor").getConfigList()).isEmpty();
    }

    @Test
    void whoWasNotIsRefused() {
        assertThatThrownBy(() -> statusFor("spiffe://test/modeenvoy/edge/node/edge-1"))
                .hasMessageContaining("PERMISSION_DENIED")
                .hasMessageContaining("introspection: not for certificate");
    }

    private ClientStatusResponse statusFor(String identity) throws IOException {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        authority.server("ads.test").install(folder.resolve("server"), authority);
        authority.client(identity).install(folder.resolve("client"), authority);
        try (Tls server = Tls.open(files("server"), metrics);
                Tls client = Tls.open(files("client"), metrics);
                XdsEndpoint xds = XdsEndpoint.listen(
                        List.of(), security(server), XdsMetrics.none(), XdsServerOptions.defaults())) {
            GrpcAddress address = xds.serveClientStatus(GrpcAddress.parse("127.0.0.1:0"));
            ManagedChannel channel = address.channel(client, "ads.test");
            try {
                return ClientStatusDiscoveryServiceGrpc.newBlockingStub(channel)
                        .fetchClientStatus(ClientStatusRequest.getDefaultInstance());
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static XdsSecurity security(Tls tls) {
        return new XdsSecurity(
                PlainText.LOOPBACK_ONLY, tls, new GrantedIdentities(() -> GrantBook.listed(List.of(LOOK))));
    }

    private TlsFiles files(String side) {
        Path of = folder.resolve(side);
        return new TlsFiles(of.resolve("tls.crt"), of.resolve("tls.key"), of.resolve("ca.crt"));
    }
}
