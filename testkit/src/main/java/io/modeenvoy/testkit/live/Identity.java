package io.modeenvoy.testkit.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate for localhost with its key, both as PEM. */
public record Identity(String chain, String key) {
    private static final String PASSWORD = "changeit";
    private static final String ALIAS = "server";

    /** Makes a new one with the JDK's keytool. */
    public static Identity make() {
        try {
            Path folder = Files.createTempDirectory("identity");
            Path file = folder.resolve("store.p12");
            keytool(file);
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD.toCharArray());
            }
            Files.delete(file);
            Files.delete(folder);
            return new Identity(
                    pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded()),
                    pem(
                            "PRIVATE KEY",
                            store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Trusts exactly these. */
    public static SSLContext trust(List<Identity> identities) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            var certificates = java.security.cert.CertificateFactory.getInstance("X.509");
            for (Identity identity : identities) {
                InputStream pem =
                        new java.io.ByteArrayInputStream(identity.chain().getBytes(StandardCharsets.US_ASCII));
                trusted.setCertificateEntry("trusted-" + trusted.size(), certificates.generateCertificate(pem));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(Path file) throws IOException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String arguments = "-genkeypair -alias " + ALIAS + " -keyalg EC -groupname secp256r1 -dname CN=localhost"
                + " -ext san=dns:localhost,ip:127.0.0.1 -validity 2 -storetype PKCS12 -storepass " + PASSWORD;
        List<String> command = new java.util.ArrayList<>(List.of(tool));
        command.addAll(List.of(arguments.split(" ", -1)));
        command.addAll(List.of("-keystore", file.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("keytool: " + said);
        }
    }

    private static String pem(String what, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(bytes);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }

    /** The certificate only. */
    @Override
    public String toString() {
        return chain;
    }
}
