package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** TLS at both ends: an HTTPS listener, and a provider behind HTTPS, each from Kubernetes objects. */
final class TlsIT {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** A self-signed certificate for localhost. */
    private record Identity(KeyStore store, String chain, String key) {
        static Identity make() throws Exception {
            Path file = Files.createTempDirectory("tls-").resolve("store.p12");
            int exitCode = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "server",
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "san=dns:localhost,ip:127.0.0.1",
                            "-validity",
                            "2",
                            "-keystore",
                            file.toString(),
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            new String(PASSWORD))
                    .inheritIO()
                    .start()
                    .waitFor();
            assertThat(exitCode).isZero();
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD);
            }
            Certificate certificate = store.getCertificate("server");
            Key key = store.getKey("server", PASSWORD);
            return new Identity(
                    store, pem("CERTIFICATE", certificate.getEncoded()), pem("PRIVATE KEY", key.getEncoded()));
        }

        private static String pem(String what, byte[] bytes) {
            return "-----BEGIN " + what + "-----\n"
                    + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                            .encodeToString(bytes)
                    + "\n-----END " + what + "-----\n";
        }

        SSLContext trust() throws Exception {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("server", store.getCertificate("server"));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        }
    }

    @Test
    void terminatesTlsAndSpeaksItToAProvider() throws Exception {
        Identity identity = Identity.make();
        int simulatorPort = Program.freePort();
        int tlsPort = Program.freePort();
        try (Workspace workspace = Workspace.demo(Program.freePort(), simulatorPort);
                Program simulator = Program.start("simulator", "--port", Integer.toString(simulatorPort))) {
            simulator.awaitLine(line -> line.startsWith("ready"));
            String key = workspace.key("app-1");
            workspace.write("tls.yaml", resources(identity, tlsPort, key));
            try (Gateway gateway = Gateway.run(workspace);
                    HttpClient client =
                            HttpClient.newBuilder().sslContext(identity.trust()).build()) {
                HttpResponse<String> direct = client.send(
                        HttpRequest.newBuilder(URI.create("https://localhost:" + tlsPort + "/v1/chat/completions"))
                                .header("authorization", "Bearer " + key)
                                .POST(HttpRequest.BodyPublishers.ofString(Gateway.chatBody("small", 3)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(direct.statusCode()).as(direct.body()).isEqualTo(200);

                Gateway.Answer behindTls = gateway.chat(key, "behind-tls");
                assertThat(behindTls.status()).as(behindTls.body()).isEqualTo(200);

                Gateway.Answer untrusted = gateway.chat(key, "untrusted");
                assertThat(untrusted.status()).isEqualTo(503);
                Program.Result translated =
                        Program.run("translate", workspace.directory().toString(), "--type", "sds");
                assertThat(translated.out()).contains("BEGIN CERTIFICATE").doesNotContain("PRIVATE KEY");
            }
        }
    }

    private static String resources(Identity identity, int tlsPort, String key) throws IOException {
        return Files.readString(Program.root().resolve("e2e/src/test/resources/tls.yaml"))
                .replace("@chain@", indent(identity.chain()))
                .replace("@key@", indent(identity.key()))
                .replace("@port@", Integer.toString(tlsPort))
                .replace("@credential@", key);
    }

    private static String indent(String pem) {
        return pem.stripTrailing().indent(4).stripTrailing();
    }
}
