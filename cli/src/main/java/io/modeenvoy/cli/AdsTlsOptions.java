package io.modeenvoy.cli;

import io.grpc.ManagedChannel;
import io.micrometer.core.instrument.MeterRegistry;
import io.modeenvoy.service.GrpcAddress;
import io.modeenvoy.service.PlainText;
import io.modeenvoy.service.Tls;
import io.modeenvoy.service.TlsFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How services show the control plane who they are, and know that it is the control plane. */
final class AdsTlsOptions {
    @Option(
            names = "--ads-tls-ca",
            paramLabel = "FILE",
            description =
                    "Speak TLS to the control plane: authorities of its certificate, PEM; read again when it changes")
    private @Nullable Path authorities;

    @Option(names = "--ads-tls-cert", paramLabel = "FILE", description = "Our certificate with its chain, PEM")
    private @Nullable Path certificate;

    @Option(names = "--ads-tls-key", paramLabel = "FILE", description = "Key of the certificate, PKCS#8 PEM")
    private @Nullable Path key;

    @Option(
            names = "--ads-tls-server-name",
            paramLabel = "NAME",
            description = "Name in the control plane's certificate (default: the host of --server)")
    private @Nullable String serverName;

    /** Throws where the options do not fit together. */
    void check(CommandSpec spec, GrpcAddress server) {
        FileFlags tls = flags();
        boolean given = tls.given(spec);
        if (!given && serverName != null) {
            throw FileFlags.wrong(
                    spec, "--ads-tls-server-name: without TLS (expected: together with " + tls.names() + ")");
        } else if (given && server instanceof GrpcAddress.UnixSocket) {
            throw FileFlags.wrong(
                    spec,
                    tls.names() + ": --server " + server + " is a Unix socket (expected: host:port, to speak TLS to)");
        }
    }

    /** What the files say, watched as long as {@code parts} live; null without TLS. */
    @Nullable
    Tls open(CommandSpec spec, Parts parts, MeterRegistry metrics) throws IOException {
        return flags().given(spec)
                ? parts.add(Tls.open(
                        new TlsFiles(
                                Objects.requireNonNull(certificate),
                                Objects.requireNonNull(key),
                                Objects.requireNonNull(authorities)),
                        metrics))
                : null;
    }

    /** A channel to the control plane. */
    ManagedChannel channel(GrpcAddress server, @Nullable Tls tls, PlainText plainText) {
        return tls == null ? server.channel(plainText) : server.channel(tls, serverName);
    }

    private FileFlags flags() {
        return new FileFlags()
                .with("--ads-tls-ca", authorities)
                .with("--ads-tls-cert", certificate)
                .with("--ads-tls-key", key);
    }
}
