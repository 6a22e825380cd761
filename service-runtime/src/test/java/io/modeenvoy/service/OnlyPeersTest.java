package io.modeenvoy.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.modeenvoy.testkit.tls.TestAuthority;
import io.modeenvoy.testkit.tls.TestCertificate;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One authority signs for proxies and services; only services may go through some doors. */
final class OnlyPeersTest {
    private final TestAuthority authority = TestAuthority.named("all");

    @TempDir
    Path folder;

    @Test
    void letsInWhoHasTheExpectedName() throws Exception {
        assertThat(call(authority.client("spiffe://test/modeenvoy/services/node/a"))
                        .getStatus())
                .isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
    }

    @Test
    void refusesAnotherNameOfTheSameAuthority() {
        assertThatThrownBy(() -> call(authority.client("spiffe://test/modeenvoy/gateway/a/services/node/b")))
                .hasMessageContaining("PERMISSION_DENIED: certificate: names "
                        + "[spiffe://test/modeenvoy/gateway/a/services/node/b] (expected: a URI like ");
    }

    @Test
    void refusesACertificateWithoutUri() {
        assertThatThrownBy(() -> call(authority.clientWithSubject("CN=spiffe://test/modeenvoy/services/node/a")))
                .hasMessageContaining("PERMISSION_DENIED: certificate: names []");
    }

    private HealthCheckResponse call(TestCertificate client) throws Exception {
        try (Tls server = tls(authority.server("localhost"), "server");
                Tls own = tls(client, "client");
                GrpcServerShell shell = GrpcServerShell.builder(GrpcAddress.parse("127.0.0.1:0"))
                        .tls(server)
                        .service(() -> ServerInterceptors.intercept(
                                new Always(),
                                new OnlyPeers(Pattern.compile("spiffe://[^/]+/modeenvoy/services/node/[^/]+"))))
                        .start()) {
            ManagedChannel channel = shell.address().channel(own, "localhost");
            try {
                return HealthGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(10, TimeUnit.SECONDS)
                        .check(HealthCheckRequest.getDefaultInstance());
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private Tls tls(TestCertificate certificate, String name) throws Exception {
        Path files = folder.resolve(name);
        certificate.install(files, authority);
        return Tls.open(
                new TlsFiles(files.resolve("tls.crt"), files.resolve("tls.key"), files.resolve("ca.crt")),
                new SimpleMeterRegistry());
    }

    /** Answers whoever comes through. */
    private static final class Always extends HealthGrpc.HealthImplBase {
        @Override
        public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> observer) {
            observer.onNext(HealthCheckResponse.newBuilder()
                    .setStatus(HealthCheckResponse.ServingStatus.SERVING)
                    .build());
            observer.onCompleted();
        }
    }
}
