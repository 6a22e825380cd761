package io.modeenvoy.app;

import io.modeenvoy.service.PlainText;
import io.modeenvoy.service.Tls;
import io.modeenvoy.xds.server.Identities;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect to the ADS server, and as whom.
 *
 * @param plainText where TCP without TLS may be spoken; without meaning if there is {@code tls}
 * @param tls on all TCP ports; the caller closes it
 * @param identities what a certificate may claim
 */
public record XdsSecurity(PlainText plainText, @Nullable Tls tls, Identities identities) {
    /** Without TLS, everybody is believed. */
    public static XdsSecurity plain(PlainText plainText) {
        return new XdsSecurity(plainText, null, Identities.anyone());
    }
}
