package io.modeenvoy.xds.server;

import io.grpc.Attributes;
import io.grpc.Grpc;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.net.ssl.SSLSession;

/** Who the transport says the other end of a call is. */
public sealed interface Peer {
    /** Plain text: whoever can reach the socket. */
    record Unnamed() implements Peer {
        @Override
        public String toString() {
            return "no certificate (plain text)";
        }
    }

    /**
     * TLS: whoever holds the key of a certificate that was verified.
     *
     * @param names what the certificate says, each with its kind in front, so that none can pass for another: {@code uri:}, {@code dns:}, {@code cn:}
     */
    record Certified(SortedSet<String> names) implements Peer {
        public Certified {
            names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
        }

        @Override
        public String toString() {
            return names.isEmpty() ? "a certificate without names" : "certificate " + String.join(", ", names);
        }
    }

    /** The peer of a call with these attributes. TLS without a client certificate is a certificate without names. */
    static Peer of(Attributes transport) {
        SSLSession session = transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        return session == null ? new Unnamed() : new Certified(CertificateNames.of(session));
    }
}
