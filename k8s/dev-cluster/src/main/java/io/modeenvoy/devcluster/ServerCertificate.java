package io.modeenvoy.devcluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The certificate the API server makes for itself at its first start, with the authority that signed it. */
record ServerCertificate(String pem) {
    private static final Duration SPARE = Duration.ofDays(1);

    /** Whether it has been made: the key is written after the certificate. */
    static boolean isIn(Path folder) {
        return Files.exists(file(folder)) && Files.exists(key(folder));
    }

    static ServerCertificate read(Path folder) throws IOException {
        return new ServerCertificate(Files.readString(file(folder)));
    }

    private static Path file(Path folder) {
        return folder.resolve("apiserver.crt");
    }

    private static Path key(Path folder) {
        return folder.resolve("apiserver.key");
    }

    /** Removes one that ends within a day: the API server would go on using it. */
    static void renewIfOld(Path folder, Instant now) throws IOException {
        if (Files.exists(file(folder)) && read(folder).endsBefore(now.plus(SPARE))) {
            Files.delete(file(folder));
            Files.deleteIfExists(key(folder));
        }
    }

    /** Trusts this certificate and nothing else. */
    SSLContext trust() throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate : certificates()) {
                store.setCertificateEntry("certificate" + store.size(), certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the API server's certificate cannot be trusted: " + e.getMessage(), e);
        }
    }

    private boolean endsBefore(Instant time) throws IOException {
        try {
            return certificates().stream()
                    .anyMatch(certificate -> certificate instanceof X509Certificate x509
                            && x509.getNotAfter().toInstant().isBefore(time));
        } catch (GeneralSecurityException e) {
            return true;
        }
    }

    private Collection<? extends Certificate> certificates() throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
