package io.modeenvoy.k8s.certificates;

import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sees to it that certificates are there, say what they should and are good for a while; made once or changed where needed, left alone otherwise. */
public final class Certificates {
    private static final String CERTIFICATE = "tls.crt";
    private static final String KEY = "tls.key";
    private static final String AUTHORITIES = "ca.crt";

    private final Function<String, SecretStore> stores;
    private final String namespace;
    private final Terms terms;
    private final Instant now;

    /**
     * How long certificates are good for.
     *
     * @param renew how long before its end a certificate is made anew
     */
    public record Terms(Duration valid, Duration renew, Duration authorityValid) {
        public Terms {
            if (renew.compareTo(valid) >= 0) {
                throw new IllegalArgumentException(
                        "renew: " + renew.toDays() + "d (expected: less than valid, which is " + valid.toDays() + "d)");
            } else if (valid.compareTo(authorityValid) >= 0) {
                throw new IllegalArgumentException("valid: " + valid.toDays()
                        + "d (expected: less than the authority's, which is " + authorityValid.toDays() + "d)");
            }
        }
    }

    /** What became of one: {@code made} or left as it was, and when it ends. */
    public record Outcome(String namespace, String secret, boolean made, Instant notAfter) {}

    /**
     * @param stores the Secrets of a namespace
     * @param namespace the authority's
     */
    public Certificates(Function<String, SecretStore> stores, String namespace, Terms terms, Instant now) {
        this.stores = stores;
        this.namespace = namespace;
        this.terms = terms;
        this.now = now;
    }

    /** Goes through all, the authority first. One that cannot be kept does not keep the others from it. */
    public List<Outcome> keep(String authoritySecret, List<WantedCertificate> wanted) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        CertificateAuthority authority = authority(authoritySecret, outcomes);
        List<String> problems = new ArrayList<>();
        for (WantedCertificate one : wanted) {
            try {
                outcomes.add(keep(authority, one));
            } catch (IOException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw new IOException(String.join("; ", problems));
        }
        return outcomes;
    }

    private CertificateAuthority authority(String secret, List<Outcome> outcomes) throws IOException {
        SecretStore secrets = stores.apply(namespace);
        SecretStore.Kept kept = secrets.read(secret);
        if (kept != null) {
            KeyedCertificate own = parse(secret, kept.entries());
            if (own.notAfter().isBefore(now.plus(terms.valid()))) {
                throw new IOException("Secret " + secret + ": the authority ends at " + own.notAfter()
                        + ", before a certificate of today would (expected: a new authority; see docs/install.md)");
            }
            outcomes.add(new Outcome(namespace, secret, false, own.notAfter()));
            return new CertificateAuthority(own);
        }
        CertificateAuthority fresh = CertificateAuthority.fresh("Mode Envoy " + secret, terms.authorityValid(), now);
        write(secrets, secret, null, entries(fresh.own(), fresh));
        outcomes.add(new Outcome(namespace, secret, true, fresh.own().notAfter()));
        return fresh;
    }

    private Outcome keep(CertificateAuthority authority, WantedCertificate wanted) throws IOException {
        SecretStore secrets = stores.apply(wanted.namespace());
        SecretStore.Kept kept = secrets.read(wanted.secret());
        KeyedCertificate present = kept == null ? null : present(authority, wanted, kept.entries());
        if (present != null) {
            return new Outcome(wanted.namespace(), wanted.secret(), false, present.notAfter());
        }
        KeyedCertificate made = authority.issue(wanted.secret(), wanted.names(), terms.valid(), now);
        write(secrets, wanted.secret(), kept, entries(made, authority));
        return new Outcome(wanted.namespace(), wanted.secret(), true, made.notAfter());
    }

    private static void write(
            SecretStore secrets, String secret, SecretStore.@Nullable Kept before, Map<String, String> entries)
            throws IOException {
        if (!secrets.replace(secret, before, entries)) {
            throw new IOException(
                    "Secret " + secret + ": somebody else changed it meanwhile (expected: nobody; try again)");
        }
    }

    /** What is there already, if it will do. */
    private @Nullable KeyedCertificate present(
            CertificateAuthority authority, WantedCertificate wanted, Map<String, String> entries) {
        return present(authority, wanted, entries, now.plus(terms.renew()));
    }

    /** The certificate that entries of a Secret hold, if it is signed by that authority, has the names and is good until then; else null. */
    public static @Nullable KeyedCertificate present(
            CertificateAuthority authority, WantedCertificate wanted, Map<String, String> entries, Instant until) {
        if (!authority.own().certificatePem().equals(entries.get(AUTHORITIES))) {
            return null;
        }
        try {
            KeyedCertificate present = parse(wanted.secret(), entries);
            boolean good = authority.signed(present.certificate())
                    && present.names().equals(new TreeSet<>(wanted.names()))
                    && present.notAfter().isAfter(until);
            return good ? present : null;
        } catch (IOException | CertificateParsingException e) {
            return null; // whatever it is, it is none of ours
        }
    }

    /** The authority that the entries of its Secret hold. */
    public static CertificateAuthority authority(String secret, Map<String, String> entries) throws IOException {
        return new CertificateAuthority(parse(secret, entries));
    }

    private static KeyedCertificate parse(String secret, Map<String, String> entries) throws IOException {
        try {
            return KeyedCertificate.parse(entries.getOrDefault(CERTIFICATE, ""), entries.getOrDefault(KEY, ""));
        } catch (IOException e) {
            throw new IOException("Secret " + secret + ": " + e.getMessage(), e);
        }
    }

    /** As a Secret keeps a certificate. */
    public static Map<String, String> entries(KeyedCertificate certificate, CertificateAuthority authority) {
        return Map.of(
                CERTIFICATE,
                certificate.certificatePem(),
                KEY,
                certificate.keyPem(),
                AUTHORITIES,
                authority.own().certificatePem());
    }
}
