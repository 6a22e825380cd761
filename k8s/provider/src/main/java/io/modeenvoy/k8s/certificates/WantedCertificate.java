package io.modeenvoy.k8s.certificates;

import java.util.List;

/**
 * A certificate there should be.
 *
 * @param secret where it is kept: {@code tls.crt}, {@code tls.key}, {@code ca.crt}
 * @param names {@code dns:NAME} of a server, {@code uri:NAME} of a client
 */
public record WantedCertificate(String secret, List<String> names) {
    public WantedCertificate {
        names = List.copyOf(names);
        if (secret.isEmpty() || names.isEmpty()) {
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

    /** Parses {@code SECRET=dns:NAME,uri:NAME}. */
    public static WantedCertificate parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw wrong(text);
        }
        return new WantedCertificate(
                text.substring(0, equals), List.of(text.substring(equals + 1).split(",")));
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "certificate: " + text + " (expected: SECRET=dns:NAME,uri:NAME with one name or more)");
    }
}
