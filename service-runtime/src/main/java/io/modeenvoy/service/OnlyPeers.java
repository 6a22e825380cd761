package io.modeenvoy.service;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in who shows a certificate with a URI name of a certain form; all others get {@code PERMISSION_DENIED}. */
public final class OnlyPeers implements ServerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(OnlyPeers.class);
    private static final int URI = 6; // GeneralName of RFC 5280

    private final Pattern expected;

    public OnlyPeers(Pattern expected) {
        this.expected = expected;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        SortedSet<String> names = names(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
        if (names.stream().anyMatch(name -> expected.matcher(name).matches())) {
            return next.startCall(call, headers);
        }
        LOG.warn(
                "grpc.refused method={} identity=\"{}\"",
                call.getMethodDescriptor().getFullMethodName(),
                names);
        call.close(
                Status.PERMISSION_DENIED.withDescription(
                        "certificate: names " + names + " (expected: a URI like " + expected + ")"),
                new Metadata());
        return new ServerCall.Listener<>() {};
    }

    /** The URI names of the other end. What cannot be read names nobody. */
    private static SortedSet<String> names(@Nullable SSLSession session) {
        SortedSet<String> names = new TreeSet<>();
        try {
            if (session != null && session.getPeerCertificates()[0] instanceof X509Certificate certificate) {
                @Nullable Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
                for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
                    if (name.get(0).equals(URI)) {
                        names.add(String.valueOf(name.get(1)));
                    }
                }
            }
        } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
            return new TreeSet<>();
        }
        return names;
    }
}
