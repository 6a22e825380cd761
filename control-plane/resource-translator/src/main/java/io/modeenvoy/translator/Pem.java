package io.modeenvoy.translator;

import io.modeenvoy.crd.SizeLimit;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks whether PEM text is what it should be, before Envoy would reject it. */
final class Pem {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private Pem() {}

    /** What is wrong with a list of certificates, or null. */
    static @Nullable String flawOfCertificates(String text) {
        if (SizeLimit.CERTIFICATES.isExceededBy(text.length())) {
            return text.length() + " characters (expected: " + SizeLimit.CERTIFICATES.expected() + ")";
        }
        return certificates(text).isEmpty() ? "no certificate (expected: certificates in PEM)" : null;
    }

    /** What is wrong with a private key for the first certificate of {@code chain}, or null. */
    static @Nullable String flawOfKey(String chain, String key) {
        if (SizeLimit.PRIVATE_KEY.isExceededBy(key.length())) {
            return key.length() + " characters (expected: " + SizeLimit.PRIVATE_KEY.expected() + ")";
        }
        Matcher matcher = KEY.matcher(key);
        if (!matcher.find()) {
            return "no private key (expected: a private key in PEM, without password)";
        }
        // Only PKCS #8 says its algorithm; the older forms are left to Envoy.
        return matcher.group(1).equals("PRIVATE KEY")
                ? flawOfPkcs8(certificates(chain).getFirst().getPublicKey(), matcher.group(2))
                : null;
    }

    private static @Nullable String flawOfPkcs8(PublicKey certified, String base64) {
        String algorithm = certified.getAlgorithm().equals("Ed25519") ? "EdDSA" : certified.getAlgorithm();
        String signature = SIGNATURES.get(algorithm);
        if (signature == null) {
            return null;
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(base64);
            PrivateKey key = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            if (key instanceof RSAPrivateKey rsa && isLarge(rsa)) {
                return "a key with larger numbers (expected: of " + SizeLimit.PRIVATE_KEY_BITS.expected() + ")";
            }
            return belong(signature, key, certified) ? null : "another key (expected: the key of the certificate)";
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return "unreadable (expected: the certificate's " + algorithm + " key)";
        }
    }

    /** One signature takes time by the cube of their lengths. */
    private static boolean isLarge(RSAPrivateKey key) {
        return SizeLimit.PRIVATE_KEY_BITS.isExceededBy(
                Math.max(key.getModulus().bitLength(), key.getPrivateExponent().bitLength()));
    }

    private static boolean belong(String algorithm, PrivateKey key, PublicKey certified)
            throws GeneralSecurityException {
        byte[] probe = "probe".getBytes(StandardCharsets.US_ASCII);
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(probe);
        byte[] signed = signing.sign();
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(certified);
        verifying.update(probe);
        return verifying.verify(signed);
    }

    private static List<? extends Certificate> certificates(String text) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return List.copyOf(
                    factory.generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
        } catch (CertificateException e) {
            return List.of();
        }
    }
}
