package io.modeenvoy.k8s.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs certificates for the parts of one installation. Keys are EC P-256. */
public final class CertificateAuthority {
    /** Clocks of other machines may be behind ours: certificates begin so long before now. */
    public static final Duration SKEW = Duration.ofMinutes(5);

    /** Kinds of names. */
    public static final String DNS = "dns:";

    public static final String URI = "uri:";
    public static final String IP = "ip:";

    private static final int SERIAL_BITS = 152; // RFC 5280: at most 20 octets; enough chance that none comes twice

    private final KeyedCertificate own;

    /** One that there is already. */
    public CertificateAuthority(KeyedCertificate own) {
        this.own = own;
    }

    /** A new one. */
    public static CertificateAuthority fresh(String commonName, Duration valid, Instant now) {
        try {
            KeyPair keys = KeyedCertificate.freshKeys();
            X500Principal name = name(commonName);
            JcaX509v3CertificateBuilder builder = builder(name, name, keys.getPublic(), valid, now);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return new CertificateAuthority(new KeyedCertificate(sign(builder, keys.getPrivate()), keys.getPrivate()));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("authority " + commonName + ": " + e.getMessage(), e);
        }
    }

    /** Its own certificate and key. */
    public KeyedCertificate own() {
        return own;
    }

    /**
     * Signs a certificate with a new key.
     *
     * @param names {@code dns:…} and {@code ip:…} make it one for servers, {@code uri:…} one for clients
     */
    public KeyedCertificate issue(String commonName, List<String> names, Duration valid, Instant now) {
        try {
            KeyPair keys = KeyedCertificate.freshKeys();
            X509Certificate authority = own.certificate();
            JcaX509v3CertificateBuilder builder =
                    builder(authority.getSubjectX500Principal(), name(commonName), keys.getPublic(), valid, now);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, usage(names));
            builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority));
            return new KeyedCertificate(sign(builder, own.key()), keys.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("certificate " + commonName + ": " + e.getMessage(), e);
        }
    }

    /** Whether it has signed a certificate. */
    boolean signed(X509Certificate certificate) {
        try {
            certificate.verify(own.certificate().getPublicKey());
            return certificate.getIssuerX500Principal().equals(own.certificate().getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static X500Principal name(String commonName) {
        return new X500Principal("CN=" + commonName);
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, PublicKey key, Duration valid, Instant now)
            throws GeneralSecurityException, IOException {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE),
                Date.from(now.minus(SKEW)),
                Date.from(now.plus(valid)),
                subject,
                key);
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
        return builder;
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    }

    private static ExtendedKeyUsage usage(List<String> names) {
        List<KeyPurposeId> purposes = new ArrayList<>();
        if (names.stream().anyMatch(name -> name.startsWith(DNS) || name.startsWith(IP))) {
            purposes.add(KeyPurposeId.id_kp_serverAuth);
        }
        if (names.stream().anyMatch(name -> name.startsWith(URI))) {
            purposes.add(KeyPurposeId.id_kp_clientAuth);
        }
        return new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new));
    }

    private static GeneralNames alternatives(List<String> names) {
        return new GeneralNames(
                names.stream().map(CertificateAuthority::alternative).toArray(GeneralName[]::new));
    }

    private static GeneralName alternative(String name) {
        if (name.startsWith(DNS)) {
            return new GeneralName(GeneralName.dNSName, name.substring(DNS.length()));
        } else if (name.startsWith(URI)) {
            return new GeneralName(GeneralName.uniformResourceIdentifier, name.substring(URI.length()));
        } else if (name.startsWith(IP)) {
            return new GeneralName(GeneralName.iPAddress, name.substring(IP.length()));
        }
        throw new IllegalArgumentException("name: " + name + " (expected: dns:NAME, uri:NAME or ip:ADDRESS)");
    }
}
