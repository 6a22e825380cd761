package io.modeenvoy.webhook;

import io.modeenvoy.k8s.certificates.CertificateAuthority;
import io.modeenvoy.k8s.certificates.KeyedCertificate;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * When which certificate is made and dropped. A new authority is believed first, signs after a while, and the old one goes a while later: at no moment
 * does a replica show what the API server does not believe. Pure but for the randomness of keys.
 *
 * @param names DNS names and addresses under which the API server calls us
 */
public record Rotation(Lives lives, List<String> names) {
    public Rotation {
        names = List.copyOf(names);
    }

    /** The first ones. */
    WebhookCertificates fresh(Instant now) {
        KeyedCertificate authority = authority(now);
        return new WebhookCertificates(List.of(authority.certificate()), authority.key(), server(authority, now));
    }

    /**
     * The next step, or {@code have} itself.
     *
     * @param believed whether the API server was told of all authorities
     */
    WebhookCertificates next(WebhookCertificates have, Instant now, boolean believed) {
        if (isOver(have.newest(), now)) {
            return fresh(now);
        } else if (have.isServedByNewest()) {
            return settled(have, now);
        }
        boolean known = believed && age(have.newest(), now).compareTo(lives.settling()) >= 0;
        return known || isOver(have.server().certificate(), now) ? served(have, now) : have;
    }

    private WebhookCertificates settled(WebhookCertificates have, Instant now) {
        X509Certificate server = have.server().certificate();
        if (isOld(server, lives.server(), now) || !hasNames(have.server())) {
            return served(have, now);
        } else if (have.authorities().size() > 1) {
            return age(server, now).compareTo(lives.settling()) >= 0
                    ? new WebhookCertificates(List.of(have.newest()), have.authorityKey(), have.server())
                    : have;
        }
        return isOld(have.newest(), lives.authority(), now) ? announced(have, now) : have;
    }

    /** With one more authority, which does not sign yet. */
    private WebhookCertificates announced(WebhookCertificates have, Instant now) {
        KeyedCertificate authority = authority(now);
        List<X509Certificate> authorities = new ArrayList<>(have.authorities());
        authorities.add(authority.certificate());
        return new WebhookCertificates(authorities, authority.key(), have.server());
    }

    /** With a new certificate, signed by the newest authority. */
    private WebhookCertificates served(WebhookCertificates have, Instant now) {
        return new WebhookCertificates(
                have.authorities(),
                have.authorityKey(),
                server(new KeyedCertificate(have.newest(), have.authorityKey()), now));
    }

    /** Each has a name of its own, by which clients find the right one. */
    private KeyedCertificate authority(Instant now) {
        return CertificateAuthority.fresh("Mode Envoy webhook " + now, lives.authority(), now)
                .own();
    }

    private KeyedCertificate server(KeyedCertificate authority, Instant now) {
        return new CertificateAuthority(authority).issue("webhook", alternatives(), lives.server(), now);
    }

    private List<String> alternatives() {
        return names.stream().map(Rotation::alternative).toList();
    }

    /** Addresses in the one form that certificates have. */
    private static String alternative(String name) {
        try {
            return CertificateAuthority.IP + InetAddress.ofLiteral(name).getHostAddress();
        } catch (IllegalArgumentException e) {
            return CertificateAuthority.DNS + name;
        }
    }

    private static boolean isOver(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotAfter().toInstant());
    }

    private static boolean isOld(X509Certificate certificate, Duration life, Instant now) {
        return age(certificate, now).compareTo(life.multipliedBy(2).dividedBy(3)) >= 0;
    }

    private static Duration age(X509Certificate certificate, Instant now) {
        return Duration.between(certificate.getNotBefore().toInstant().plus(CertificateAuthority.SKEW), now);
    }

    private boolean hasNames(KeyedCertificate server) {
        try {
            return server.names().equals(new TreeSet<>(alternatives()));
        } catch (CertificateParsingException e) {
            return false;
        }
    }
}
