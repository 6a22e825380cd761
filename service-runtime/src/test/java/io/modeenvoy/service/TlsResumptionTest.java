package io.modeenvoy.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.modeenvoy.testkit.tls.TestAuthority;
import io.modeenvoy.testkit.tls.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that would rather resume its old session than show a certificate nobody trusts any more. */
final class TlsResumptionTest {
    private static final char[] NONE = new char[0];

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void noSessionOutlivesItsAuthority(String version) throws Exception {
        TestAuthority servers = TestAuthority.named("servers");
        TestAuthority clients = TestAuthority.named("clients");
        TestCertificate server = servers.server("ads.test");
        server.install(folder, clients);
        SSLContext client = context(clients.client("spiffe://test/client"), servers);
        TlsFiles files = new TlsFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"), folder.resolve("ca.crt"));
        try (Tls tls = Tls.open(files, Duration.ofDays(1), new SimpleMeterRegistry());
                GrpcServerShell shell = GrpcServerShell.builder(GrpcAddress.parse("127.0.0.1:0"))
                        .tls(tls)
                        .drain(Duration.ofMillis(100))
                        .start()) {
            int port = ((GrpcAddress.HostPort) shell.address()).port();
            assertThat(greeting(client, version, port)).isNotNegative();
            assertThat(greeting(client, version, port)).isNotNegative();

            server.install(folder, TestAuthority.named("new clients"));
            tls.poll();

            assertThatIOException().isThrownBy(() -> greeting(client, version, port));
        }
    }

    /** The first byte a server of HTTP/2 says: it comes when the handshake is good. */
    private static int greeting(SSLContext context, String version, int port) throws IOException {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            parameters.setProtocols(new String[] {version});
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            int first = socket.getInputStream().read();
            if (first < 0) {
                throw new IOException("the server hung up");
            }
            return first;
        }
    }

    private static SSLContext context(TestCertificate identity, TestAuthority trusted) throws Exception {
        PrivateKey key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(
                        Base64.getMimeDecoder().decode(identity.key().replaceAll("-----[A-Z ]+-----", ""))));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("client", key, NONE, new Certificate[] {identity.certificate()});
        keys.setCertificateEntry(
                "authority",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(trusted.pem().getBytes(StandardCharsets.US_ASCII))));
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, NONE);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
