package io.modeenvoy.testkit.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;

/**
 * What stays the same around a changing configuration.
 *
 * @param plainPort of the listener without TLS
 * @param securePort of the HTTPS listener
 * @param upstreamPort where the calls end
 * @param accessLog where Envoy writes the calls that went wrong
 * @param first one certificate of the HTTPS listener
 * @param second another one
 */
public record Site(int plainPort, int securePort, int upstreamPort, Path accessLog, Identity first, Identity second) {
    /** Certificates and ports of its own. */
    public static Site of(int upstreamPort, Path accessLog) {
        try (ServerSocket plain = new ServerSocket(0);
                ServerSocket secure = new ServerSocket(0)) {
            return new Site(
                    plain.getLocalPort(),
                    secure.getLocalPort(),
                    upstreamPort,
                    accessLog,
                    Identity.make(),
                    Identity.make());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The certificate under a secret of that name: names take turns. */
    Identity identity(String secret) {
        return secret.hashCode() % 2 == 0 ? first : second;
    }
}
