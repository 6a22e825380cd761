package io.modeenvoy.k8s.certificates;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A certificate and its key, as PEM too. */
public record KeyedCertificate(X509Certificate certificate, PrivateKey key) {
    private static final int DNS = 2; // GeneralName of RFC 5280
    private static final int URI = 6;

    static KeyPair freshKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** From PEM as this class writes it. */
    static KeyedCertificate parse(String certificatePem, String keyPem) throws IOException {
        try {
            byte[] key = Base64.getMimeDecoder().decode(keyPem.replaceAll("-----[A-Z ]+-----", ""));
            return new KeyedCertificate(
                    certificate(certificatePem),
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("not a certificate with its EC key in PKCS#8: " + e.getMessage(), e);
        }
    }

    private static X509Certificate certificate(String pem) throws CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    public String certificatePem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key in PKCS#8. */
    public String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    public Instant notAfter() {
        return certificate.getNotAfter().toInstant();
    }

    /** Its alternative names with their kind: {@code dns:…}, {@code uri:…}. */
    SortedSet<String> names() throws CertificateParsingException {
        SortedSet<String> names = new TreeSet<>();
        @Nullable Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
            if (name.get(0).equals(DNS)) {
                names.add(WantedCertificate.DNS + name.get(1));
            } else if (name.get(0).equals(URI)) {
                names.add(WantedCertificate.URI + name.get(1));
            }
        }
        return names;
    }

    @Override
    public String toString() {
        return "certificate of " + certificate.getSubjectX500Principal();
    }

    private static String pem(String label, byte[] bytes) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + label
                + "-----\n";
    }
}
