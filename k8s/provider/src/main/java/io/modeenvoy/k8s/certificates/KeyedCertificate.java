package io.modeenvoy.k8s.certificates;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;

/** A certificate and its key, as PEM too. */
public record KeyedCertificate(X509Certificate certificate, PrivateKey key) {
    private static final Map<Integer, String> KINDS = Map.of(
            GeneralName.dNSName, CertificateAuthority.DNS,
            GeneralName.uniformResourceIdentifier, CertificateAuthority.URI,
            GeneralName.iPAddress, CertificateAuthority.IP);

    static KeyPair freshKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** From PEM. */
    public static KeyedCertificate parse(String certificatePem, String keyPem) throws IOException {
        try {
            List<X509Certificate> certificates = Pem.certificates(certificatePem);
            if (certificates.isEmpty()) {
                throw new GeneralSecurityException("no certificate");
            }
            return new KeyedCertificate(certificates.getFirst(), Pem.key(keyPem));
        } catch (GeneralSecurityException e) {
            throw new IOException("not a certificate with its EC key in PKCS#8: " + e.getMessage(), e);
        }
    }

    public String certificatePem() {
        return Pem.of(certificate);
    }

    /** The key in PKCS#8. */
    public String keyPem() {
        return Pem.of(key);
    }

    public Instant notAfter() {
        return certificate.getNotAfter().toInstant();
    }

    /** Its alternative names with their kind: {@code dns:…}, {@code uri:…}, {@code ip:…}. */
    public SortedSet<String> names() throws CertificateParsingException {
        SortedSet<String> names = new TreeSet<>();
        @Nullable Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
            String kind = KINDS.get((Integer) name.get(0));
            if (kind != null) {
                names.add(kind + name.get(1));
            }
        }
        return names;
    }

    @Override
    public String toString() {
        return "certificate of " + certificate.getSubjectX500Principal();
    }
}
