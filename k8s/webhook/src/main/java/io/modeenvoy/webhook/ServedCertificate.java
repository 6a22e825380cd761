package io.modeenvoy.webhook;

import io.modeenvoy.k8s.certificates.KeyedCertificate;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** What we show in a TLS handshake; it changes while the server runs. A handshake under way ends with the one it began with. */
final class ServedCertificate extends X509ExtendedKeyManager {
    private static final String KEY_TYPE = "EC";

    /** The newest first. */
    private final AtomicReference<List<KeyedCertificate>> last = new AtomicReference<>(List.of());

    void show(KeyedCertificate server) {
        last.updateAndGet(before -> before.isEmpty()
                ? List.of(server)
                : before.getFirst().equals(server) ? before : List.of(server, before.getFirst()));
    }

    /** A context that shows what was last given to {@link #show}; TLS 1.2 and newer. */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {this}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String alias(KeyedCertificate signed) {
        return signed.certificate().getSerialNumber().toString(36);
    }

    private @Nullable KeyedCertificate find(@Nullable String alias) {
        return last.get().stream()
                .filter(signed -> alias(signed).equals(alias))
                .findFirst()
                .orElse(null);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return chooseServerAlias(keyType, issuers, null);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        List<KeyedCertificate> known = last.get();
        return keyType.equals(KEY_TYPE) && !known.isEmpty() ? alias(known.getFirst()) : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        KeyedCertificate found = find(alias);
        return found == null ? null : new X509Certificate[] {found.certificate()};
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        KeyedCertificate found = find(alias);
        return found == null ? null : found.key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return last.get().stream().map(ServedCertificate::alias).toArray(String[]::new);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
