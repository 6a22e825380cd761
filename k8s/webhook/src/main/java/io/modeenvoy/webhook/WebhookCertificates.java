package io.modeenvoy.webhook;

import io.modeenvoy.k8s.certificates.KeyedCertificate;
import io.modeenvoy.k8s.certificates.Pem;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all replicas share.
 *
 * @param authorities whom the API server shall believe, the newest last
 * @param authorityKey of the newest
 * @param server what we show, signed by one of them
 */
record WebhookCertificates(List<X509Certificate> authorities, PrivateKey authorityKey, KeyedCertificate server) {
    private static final String AUTHORITIES = "ca.crt";
    private static final String AUTHORITY_KEY = "ca.key";
    private static final String SERVER = "tls.crt";
    private static final String SERVER_KEY = "tls.key";

    WebhookCertificates {
        authorities = List.copyOf(authorities);
    }

    X509Certificate newest() {
        return authorities.getLast();
    }

    /** Whether the newest authority signed what we show. */
    boolean isServedByNewest() {
        try {
            server.certificate().verify(newest().getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The authorities as the API server reads them. */
    String bundle() {
        return Pem.of(authorities);
    }

    /** As a Secret keeps them. */
    Map<String, String> entries() {
        Map<String, String> entries = new TreeMap<>();
        entries.put(AUTHORITIES, bundle());
        entries.put(AUTHORITY_KEY, Pem.of(authorityKey));
        entries.put(SERVER, server.certificatePem());
        entries.put(SERVER_KEY, server.keyPem());
        return entries;
    }

    static WebhookCertificates parse(Map<String, String> entries) throws GeneralSecurityException {
        List<X509Certificate> authorities = Pem.certificates(entries.getOrDefault(AUTHORITIES, ""));
        List<X509Certificate> server = Pem.certificates(entries.getOrDefault(SERVER, ""));
        if (authorities.isEmpty() || server.size() != 1) {
            throw new GeneralSecurityException(AUTHORITIES + ", " + SERVER + ": " + authorities.size() + ", "
                    + server.size() + " certificates (expected: one or more, and one)");
        }
        return new WebhookCertificates(
                authorities,
                Pem.key(entries.getOrDefault(AUTHORITY_KEY, "")),
                new KeyedCertificate(server.getFirst(), Pem.key(entries.getOrDefault(SERVER_KEY, ""))));
    }

    @Override
    public String toString() {
        return "WebhookCertificates[" + authorities.size() + " authorities, until "
                + server.certificate().getNotAfter().toInstant() + "]";
    }
}
