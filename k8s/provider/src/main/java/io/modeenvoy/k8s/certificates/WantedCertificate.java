package io.modeenvoy.k8s.certificates;

import java.util.List;

/**
 * A certificate there should be.
 *
 * @param namespace that of the Secret
 * @param secret where it is kept: {@code tls.crt}, {@code tls.key}, {@code ca.crt}
 * @param names {@code dns:NAME} of a server, {@code uri:NAME} of a client
 */
public record WantedCertificate(String namespace, String secret, List<String> names) {
    public WantedCertificate {
        names = List.copyOf(names);
        if (namespace.isEmpty() || secret.isEmpty() || names.isEmpty()) {
            throw wrong(secret + "=" + String.join(",", names));
        }
        for (String name : names) {
            if (!has(CertificateAuthority.DNS, name) && !has(CertificateAuthority.URI, name)) {
                throw wrong(name);
            }
        }
    }

    private static boolean has(String kind, String name) {
        return name.startsWith(kind) && name.length() > kind.length();
    }

    /** Parses {@code SECRET=dns:NAME,uri:NAME}; a Secret of another namespace than {@code usual} is {@code NAMESPACE/SECRET}. */
    public static WantedCertificate parse(String text, String usual) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw wrong(text);
        }
        String place = text.substring(0, equals);
        int slash = place.indexOf('/');
        return new WantedCertificate(
                slash < 0 ? usual : place.substring(0, slash),
                place.substring(slash + 1),
                List.of(text.substring(equals + 1).split(",")));
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("certificate: " + text
                + " (expected: SECRET=dns:NAME,uri:NAME or NAMESPACE/SECRET=…, with one name or more)");
    }
}
