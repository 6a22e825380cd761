package io.modeenvoy.service;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mutual TLS from files, for servers and channels alike: both sides show a certificate. New files are in force for the next handshake; connections
 * that stand are left alone. Files that do not fit together change nothing.
 */
public final class Tls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    private final AdvancedTlsX509KeyManager key = new AdvancedTlsX509KeyManager();
    private final AdvancedTlsX509TrustManager authorities;
    private final TlsTrust trust;
    private final TlsFiles paths;
    private final AtomicLong notAfter = new AtomicLong();
    private final Counter refusals;
    private final PolledFiles files;

    private Tls(TlsFiles paths, Duration period, MeterRegistry metrics) throws IOException, CertificateException {
        this.paths = paths;
        this.authorities = AdvancedTlsX509TrustManager.newBuilder().build();
        this.trust = new TlsTrust(authorities, this::refused);
        this.refusals = metrics.counter("modeenvoy.tls.refused");
        metrics.gauge("modeenvoy.tls.certificate.expiry.seconds", notAfter);
        this.files = PolledFiles.start(paths.all(), period, this::read);
    }

    /** Reads the files, which must be good, and goes on reading them. */
    public static Tls open(TlsFiles files, MeterRegistry metrics) throws IOException {
        return open(files, PERIOD, metrics);
    }

    static Tls open(TlsFiles files, Duration period, MeterRegistry metrics) throws IOException {
        try {
            return new Tls(files, period, metrics);
        } catch (CertificateException e) {
            throw new IOException("TLS: " + e.getMessage(), e);
        }
    }

    /** Looks at the files at once. */
    void poll() throws InterruptedException {
        files.poll();
    }

    /** Stops looking at the files. */
    @Override
    public void close() {
        files.close();
    }

    /** A server that demands a certificate, in every handshake. */
    SslContext server() throws SSLException {
        SslContext context = GrpcSslContexts.configure(SslContextBuilder.forServer(key))
                .trustManager(trust)
                .clientAuth(ClientAuth.REQUIRE)
                .protocols(VERSIONS)
                .build();
        return new FreshHandshakes(context);
    }

    /** A client that shows its certificate and checks the server's, name included. */
    SslContext client() {
        try {
            return GrpcSslContexts.configure(SslContextBuilder.forClient())
                    .keyManager(key)
                    .trustManager(trust)
                    .protocols(VERSIONS)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS: " + e.getMessage(), e);
        }
    }

    private void read(List<byte[]> contents) throws IOException {
        TlsMaterial material = TlsMaterial.parse(paths, contents);
        try {
            authorities.updateTrustCredentials(material.authorities().toArray(X509Certificate[]::new));
        } catch (GeneralSecurityException e) {
            throw new IOException(paths.authorities() + ": " + e.getMessage(), e);
        }
        key.updateIdentityCredentials(material.chain().toArray(X509Certificate[]::new), material.key());
        notAfter.set(material.leaf().getNotAfter().toInstant().getEpochSecond());
        LOG.info(
                "tls.loaded certificate={} subject=\"{}\" notAfter={} authorities={}",
                paths.certificate(),
                material.leaf().getSubjectX500Principal(),
                material.leaf().getNotAfter().toInstant(),
                material.authorities().size());
    }

    private void refused(X509Certificate peer, CertificateException reason) {
        refusals.increment();
        LOG.warn(
                "tls.refused subject=\"{}\" issuer=\"{}\" authorities={} reason=\"{}\"",
                peer.getSubjectX500Principal(),
                peer.getIssuerX500Principal(),
                paths.authorities(),
                reason.getMessage());
    }
}
