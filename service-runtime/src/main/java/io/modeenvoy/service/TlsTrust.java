package io.modeenvoy.service;

import io.grpc.netty.shaded.io.netty.handler.ssl.OpenSsl;
import io.grpc.netty.shaded.io.netty.handler.ssl.OpenSslCertificateException;
import io.grpc.netty.shaded.io.netty.internal.tcnative.CertificateVerifier;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Tells about every certificate that is not trusted: gRPC ends such a handshake without a word. */
final class TlsTrust extends X509ExtendedTrustManager {
    private final AdvancedTlsX509TrustManager trust;
    private final BiConsumer<X509Certificate, CertificateException> refused;

    TlsTrust(AdvancedTlsX509TrustManager trust, BiConsumer<X509Certificate, CertificateException> refused) {
        this.trust = trust;
        this.refused = refused;
    }

    /** One way of asking. */
    private interface Check {
        void run() throws CertificateException;
    }

    private void telling(X509Certificate[] chain, Check check) throws CertificateException {
        try {
            check.run();
        } catch (CertificateException e) {
            refused.accept(chain[0], e);
            throw OpenSsl.isAvailable() && isOfAStranger(e) ? unknownAuthority(e) : e;
        }
    }

    /** Whether no known authority stands behind the certificate, whatever else may be wrong with it. */
    private static boolean isOfAStranger(CertificateException reason) {
        for (Throwable cause = reason; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException) {
                return true;
            }
        }
        return false;
    }

    /** The alert that says so is {@code unknown_ca}; the TLS library chooses it by this code alone, and says {@code certificate_unknown} without. */
    private static CertificateException unknownAuthority(CertificateException reason) {
        return new OpenSslCertificateException(
                reason.getMessage(), reason, CertificateVerifier.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        telling(chain, () -> trust.checkClientTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        telling(chain, () -> trust.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        telling(chain, () -> trust.checkClientTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        telling(chain, () -> trust.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        telling(chain, () -> trust.checkClientTrusted(chain, type));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        telling(chain, () -> trust.checkServerTrusted(chain, type));
    }

    /** None named: the list a server sends is made once, and would hide from its clients that the authorities have changed. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
