package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.testkit.tls.TestAuthority;
import io.modeenvoy.testkit.tls.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Secrets of a cluster on their way to Envoy. */
@ExtendWith(SharedKubeCluster.class)
final class KubeSecretsIT {
    private static final String NS = "vault";

    private final KubeCluster cluster;
    private final TestAuthority authority = TestAuthority.named("authority");
    private final int port = Program.freePort();

    KubeSecretsIT(KubeCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void aCertificateIsRotatedUnderOpenConnectionsAndABrokenOneChangesNothing() throws Exception {
        TestCertificate first = authority.server("edge.example.com");
        TestCertificate second = authority.server("edge.example.com");
        cluster.apply(gateway());
        apply("edge", first.pem(), first.key());
        apply("nobodys", second.pem(), second.key());
        try (KubeFleet fleet =
                KubeFleet.start(cluster, "vault-system").withServices().withEnvoy("vault/edge", "vault-1")) {
            serves(first);
            try (SSLSocket open = connect()) {
                assertThat(ask(open)).startsWith("HTTP/1.1 404");

                apply("edge", second.pem(), second.key());

                serves(second);
                assertThat(ask(open)).startsWith("HTTP/1.1 404");
                assertThat(serial(open)).isEqualTo(first.certificate().getSerialNumber());
            }
            apply("edge", "no certificate", second.key());
            Eventually.holds(
                    "the Gateway says so",
                    Duration.ofSeconds(20),
                    () -> cluster.value("gateway", NS, "edge", ".status.listeners[0].conditions[*].message")
                            .contains("the last good certificate stays in use"));
            serves(second);
            assertThat(fleet.dump())
                    .contains("secret/vault/edge")
                    .doesNotContain("secret/vault/nobodys", "BEGIN PRIVATE KEY", "BEGIN EC PRIVATE KEY");

            apply("edge", first.pem(), first.key());
            serves(first);
            assertThat(cluster.value(
                            "gateway", NS, "edge", ".status.listeners[0].conditions[?(@.type==\"Programmed\")].status"))
                    .isEqualTo("True");
        }
    }

    private void apply(String name, String chain, String key) {
        cluster.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: %s, namespace: vault}
                data: {tls.crt: %s, tls.key: %s}
                """.formatted(name, base64(chain), base64(key)));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void serves(TestCertificate certificate) {
        Eventually.holds("the certificate is served", Duration.ofSeconds(30), () -> {
            try (SSLSocket socket = connect()) {
                return serial(socket).equals(certificate.certificate().getSerialNumber());
            } catch (ConnectException e) {
                return false; // Envoy does not listen yet
            } catch (IOException | GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        });
    }

    private SSLSocket connect() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "authority",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(authority.pem().getBytes(StandardCharsets.US_ASCII))));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        return socket;
    }

    private static BigInteger serial(SSLSocket socket) {
        try {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One request on a connection that stays open; gives the head of the answer. */
    private static String ask(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("GET / HTTP/1.1\r\nhost: edge.example.com\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("the connection was closed after: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private String gateway() {
        return """
                apiVersion: v1
                kind: Namespace
                metadata: {name: vault}
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: GatewayClass
                metadata: {name: modeenvoy}
                spec: {controllerName: modeenvoy.io/gateway-controller}
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: edge, namespace: vault}
                spec:
                  gatewayClassName: modeenvoy
                  listeners:
                  - name: https
                    port: %d
                    protocol: HTTPS
                    tls: {certificateRefs: [{name: edge}]}
                """.formatted(port);
    }
}
