package io.modeenvoy.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.modeenvoy.testkit.tls.TestAuthority;
import io.modeenvoy.testkit.tls.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutual TLS over real sockets, and certificates that change under it. */
final class TlsTest {
    private static final Duration NEVER = Duration.ofDays(1); // the tests say when

    @TempDir
    Path folder;

    private final TestAuthority servers = TestAuthority.named("servers");
    private final TestAuthority clients = TestAuthority.named("clients");
    private final TestCertificate client = clients.client("spiffe://test/client");
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private Tls serverTls;
    private GrpcServerShell shell;

    @BeforeEach
    void start() throws IOException {
        servers.server("ads.test").install(folder.resolve("server"), clients);
        serverTls = Tls.open(files("server"), NEVER, metrics);
        shell = GrpcServerShell.builder(GrpcAddress.parse("127.0.0.1:0"))
                .tls(serverTls)
                .drain(Duration.ofMillis(100))
                .start();
    }

    @AfterEach
    void stop() {
        shell.close();
        serverTls.close();
    }

    @Test
    void answersAClientWhoseAuthorityItTrusts() throws Exception {
        assertThat(health(client, servers)).isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void refusesAClientOfAnotherAuthorityAndCountsIt() {
        TestCertificate stranger = TestAuthority.named("strangers").client("spiffe://test/client");

        assertUnavailable(() -> health(stranger, servers));
        assertThat(metrics.counter("modeenvoy.tls.refused").count()).isPositive();
    }

    @Test
    void tellsAClientOfAnotherAuthorityThatItIsUnknown() {
        TestCertificate stranger = TestAuthority.named("strangers").client("spiffe://test/client");

        assertThatThrownBy(() -> health(stranger, servers)).hasStackTraceContaining("ALERT_UNKNOWN_CA");
    }

    @Test
    void refusesAClientThatDoesNotSpeakTls() {
        assertUnavailable(() -> health(shell.address().channel()));
    }

    @Test
    void aClientRefusesAServerOfAnotherName() throws Exception {
        ServingStatus named = call(client, servers, "ads.test", TlsTest::health);
        assertThat(named).isEqualTo(ServingStatus.SERVING);
        assertUnavailable(() -> call(client, servers, "other.test", TlsTest::health));
    }

    @Test
    void aClientRefusesAServerOfAnotherAuthority() {
        assertUnavailable(() -> health(client, TestAuthority.named("strangers")));
    }

    @Test
    void aStreamGoesOnWhileCertificateKeyAndAuthoritiesChange() throws Exception {
        TestAuthority newServers = TestAuthority.named("new servers");
        TestAuthority newClients = TestAuthority.named("new clients");
        call(client, servers, null, channel -> {
            Iterator<HealthCheckResponse> stream =
                    HealthGrpc.newBlockingStub(channel).watch(HealthCheckRequest.getDefaultInstance());
            assertThat(stream.next().getStatus()).isEqualTo(ServingStatus.SERVING);

            newServers.server("ads.test").install(folder.resolve("server"), newClients);
            poll();
            shell.serving(false);

            assertThat(stream.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
            return true;
        });
        shell.serving(true);
        assertThat(health(newClients.client("spiffe://test/client"), newServers))
                .isEqualTo(ServingStatus.SERVING);
        assertUnavailable(() -> health(client, newServers)); // its authority is gone
        assertUnavailable(
                () -> health(newClients.client("spiffe://test/client"), servers)); // the old certificate is gone
    }

    @Test
    void aChannelShowsItsNewCertificateOnItsNextConnection() throws Exception {
        client.install(folder.resolve("client"), servers);
        try (Tls tls = Tls.open(files("client"), NEVER, new SimpleMeterRegistry())) {
            assertThat(health(shell.address().channel(tls, null))).isEqualTo(ServingStatus.SERVING);
            TestAuthority newClients = TestAuthority.named("new clients");
            servers.server("ads.test").install(folder.resolve("server"), newClients);
            serverTls.poll();
            assertUnavailable(() -> health(shell.address().channel(tls, null)));

            newClients.client("spiffe://test/client").install(folder.resolve("client"), servers);
            tls.poll();

            assertThat(health(shell.address().channel(tls, null))).isEqualTo(ServingStatus.SERVING);
        }
    }

    @Test
    void keepsWhatItHasWhenTheNewFilesDoNotFitTogether() throws Exception {
        TestCertificate other = servers.server("ads.test");
        new TestCertificate(
                        other.certificate(),
                        other.pem(),
                        servers.server("ads.test").key())
                .install(folder.resolve("server"), TestAuthority.named("new clients"));
        serverTls.poll();

        assertThat(health(client, servers)).isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void keepsWhatItHasWhileAFileIsMissing() throws Exception {
        Files.delete(folder.resolve("server/tls.key"));
        serverTls.poll();

        assertThat(health(client, servers)).isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void saysWhatIsWrongWithAFileAtTheStart() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad.pem"), "-----BEGIN RSA PRIVATE KEY-----\n");
        TlsFiles good = files("server");

        assertThatIOException()
                .isThrownBy(() -> open(new TlsFiles(good.certificate(), bad, good.authorities())))
                .withMessageStartingWith(bad + ": holds no private key (expected: PKCS#8 PEM");
        assertThatIOException()
                .isThrownBy(() -> open(new TlsFiles(bad, good.key(), good.authorities())))
                .withMessageStartingWith(bad + ": ");
        assertThatIOException()
                .isThrownBy(() -> open(new TlsFiles(good.certificate(), good.key(), folder.resolve("none"))))
                .withMessage(folder.resolve("none") + ": no such file (expected: a file)");
        client.install(folder.resolve("client"), servers);
        assertThatIOException()
                .isThrownBy(() ->
                        open(new TlsFiles(good.certificate(), files("client").key(), good.authorities())))
                .withMessageContaining("is not the key of the certificate in");
    }

    @Test
    void mayListenBeyondLoopback() throws Exception {
        try (GrpcServerShell wide = GrpcServerShell.builder(GrpcAddress.parse("0.0.0.0:0"))
                .tls(serverTls)
                .start()) {
            assertThat(wide.address()).isInstanceOf(GrpcAddress.HostPort.class);
        }
    }

    @Test
    void aUnixSocketStaysPlain() throws Exception {
        GrpcAddress socket = new GrpcAddress.UnixSocket(folder.resolve("s.sock"));
        try (GrpcServerShell plain =
                GrpcServerShell.builder(socket).tls(serverTls).start()) {
            assertThat(health(plain.address().channel())).isEqualTo(ServingStatus.SERVING);
            assertThat(health(plain.address().channel(serverTls, null))).isEqualTo(ServingStatus.SERVING);
        }
    }

    private void poll() {
        try {
            serverTls.poll();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void open(TlsFiles files) throws IOException {
        Tls.open(files, NEVER, new SimpleMeterRegistry()).close();
    }

    private TlsFiles files(String name) {
        Path of = folder.resolve(name);
        return new TlsFiles(of.resolve("tls.crt"), of.resolve("tls.key"), of.resolve("ca.crt"));
    }

    private ServingStatus health(TestCertificate identity, TestAuthority trusted) throws IOException {
        return call(identity, trusted, null, TlsTest::health);
    }

    private <T> T call(
            TestCertificate identity,
            TestAuthority trusted,
            @Nullable String serverName,
            Function<ManagedChannel, T> use)
            throws IOException {
        Path own = Files.createTempDirectory(folder, "client");
        identity.install(own, trusted);
        try (Tls tls = Tls.open(
                new TlsFiles(own.resolve("tls.crt"), own.resolve("tls.key"), own.resolve("ca.crt")),
                NEVER,
                new SimpleMeterRegistry())) {
            ManagedChannel channel = shell.address().channel(tls, serverName);
            try {
                return use.apply(channel);
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static ServingStatus health(ManagedChannel channel) {
        try {
            return HealthGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .check(HealthCheckRequest.getDefaultInstance())
                    .getStatus();
        } finally {
            channel.shutdownNow();
        }
    }

    private static void assertUnavailable(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    }
}
