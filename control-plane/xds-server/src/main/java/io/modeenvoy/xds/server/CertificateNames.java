package io.modeenvoy.xds.server;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The names in the certificate of a TLS session's other end. What cannot be read names nobody. */
final class CertificateNames {
    private static final int DNS = 2; // GeneralName of RFC 5280
    private static final int URI = 6;

    private CertificateNames() {}

    static SortedSet<String> of(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? of(certificate)
                    : new TreeSet<>();
        } catch (SSLPeerUnverifiedException e) {
            return new TreeSet<>();
        }
    }

    static SortedSet<String> of(X509Certificate certificate) {
        try {
            SortedSet<String> names = new TreeSet<>();
            alternatives(certificate, names);
            commonNames(certificate, names);
            return names;
        } catch (CertificateParsingException | InvalidNameException e) {
            return new TreeSet<>();
        }
    }

    private static void alternatives(X509Certificate certificate, SortedSet<String> names)
            throws CertificateParsingException {
        @Nullable Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives == null) {
            return;
        }
        for (List<?> name : alternatives) {
            if (name.get(0).equals(URI)) {
                names.add("uri:" + name.get(1));
            } else if (name.get(0).equals(DNS)) {
                names.add("dns:" + name.get(1).toString().toLowerCase(Locale.ROOT));
            }
        }
    }

    private static void commonNames(X509Certificate certificate, SortedSet<String> names) throws InvalidNameException {
        for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
            if (part.getType().equalsIgnoreCase("CN")) {
                names.add("cn:" + part.getValue());
            }
        }
    }
}
