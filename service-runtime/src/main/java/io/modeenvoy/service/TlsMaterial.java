package io.modeenvoy.service;

import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/** What the three files of {@link TlsFiles} hold; a key that is not the certificate's is refused. */
record TlsMaterial(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> authorities) {
    private static final byte[] PROBE = "whose key is it?".getBytes(StandardCharsets.US_ASCII);

    TlsMaterial {
        chain = List.copyOf(chain);
        authorities = List.copyOf(authorities);
    }

    static TlsMaterial parse(TlsFiles files, List<byte[]> contents) throws IOException {
        List<X509Certificate> chain = certificates(files.certificate().toString(), contents.get(0));
        PrivateKey key = key(files.key().toString(), contents.get(1));
        List<X509Certificate> authorities = certificates(files.authorities().toString(), contents.get(2));
        if (!pair(chain.getFirst(), key)) {
            throw new IOException(files.key() + ": is not the key of the certificate in " + files.certificate());
        }
        return new TlsMaterial(chain, key, authorities);
    }

    X509Certificate leaf() {
        return chain.getFirst();
    }

    private static List<X509Certificate> certificates(String file, byte[] pem) throws IOException {
        try {
            List<X509Certificate> certificates =
                    List.of(CertificateUtils.getX509Certificates(new ByteArrayInputStream(pem)));
            if (certificates.isEmpty()) {
                throw new IOException(file + ": holds no certificate (expected: PEM with BEGIN CERTIFICATE)");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new IOException(file + ": " + e.getMessage() + " (expected: PEM with BEGIN CERTIFICATE)", e);
        }
    }

    private static PrivateKey key(String file, byte[] pem) throws IOException {
        String expected = " (expected: PKCS#8 PEM with BEGIN PRIVATE KEY, RSA or EC, without a passphrase; "
                + "convert with: openssl pkcs8 -topk8 -nocrypt)";
        if (!new String(pem, StandardCharsets.ISO_8859_1).contains("-----BEGIN PRIVATE KEY-----")) {
            throw new IOException(file + ": holds no private key" + expected);
        }
        try {
            return CertificateUtils.getPrivateKey(new ByteArrayInputStream(pem));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + ": not a readable private key" + expected, e);
        }
    }

    /** Whether what {@code key} signs {@code certificate} verifies. */
    private static boolean pair(X509Certificate certificate, PrivateKey key) throws IOException {
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
