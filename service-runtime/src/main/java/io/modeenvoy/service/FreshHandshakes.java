package io.modeenvoy.service;

import io.grpc.netty.shaded.io.netty.handler.ssl.DelegatingSslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.OpenSslSessionContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.internal.tcnative.SSL;
import javax.net.ssl.SSLEngine;

/**
 * A server's TLS that never resumes a session: whoever resumes one shows no certificate, and would be let in for hours after its authority has gone.
 * BoringSSL hands out tickets even when sessions are not kept.
 */
final class FreshHandshakes extends DelegatingSslContext {
    FreshHandshakes(SslContext context) {
        super(context);
        context.sessionContext().setSessionTimeout(1); // a TLS library without the options below: for a second
        if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
            sessions.setSessionCacheEnabled(false);
        }
    }

    @Override
    protected void initEngine(SSLEngine engine) {
        if (engine instanceof ReferenceCountedOpenSslEngine library) {
            SSL.setOptions(library.sslPointer(), SSL.SSL_OP_NO_TICKET);
        }
    }
}
