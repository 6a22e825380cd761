package io.modeenvoy.cli;

import io.modeenvoy.bootstrap.Address;
import io.modeenvoy.bootstrap.AdsTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How an Envoy shows the control plane who it is, and knows that it is the control plane. */
final class BootstrapTlsOptions {
    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description = "Speak TLS to the control plane: authorities of its certificate, PEM, where Envoy finds it")
    private @Nullable Path authorities;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "Envoy's certificate with its chain, PEM")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Key of the certificate, PEM")
    private @Nullable Path key;

    @Option(
            names = "--tls-server-name",
            paramLabel = "NAME",
            description = "Name in the control plane's certificate (default: the host of --server)")
    private @Nullable String serverName;

    @Option(
            names = "--tls-sds",
            paramLabel = "DIR",
            description =
                    "Folder for the two small files by which Envoy notices new certificates; they are written now (default: the working directory)")
    private @Nullable Path sds;

    /** What was asked for, if it was. */
    Optional<AdsTls> tls(CommandSpec spec, Address server) {
        FileFlags tls = flags();
        if (!tls.given(spec)) {
            if (serverName != null || sds != null) {
                throw FileFlags.wrong(
                        spec,
                        (serverName == null ? "--tls-sds" : "--tls-server-name")
                                + ": without TLS (expected: together with " + tls.names() + ")");
            }
            return Optional.empty();
        }
        if (!(server instanceof Address.Tcp(var host, var _))) {
            throw FileFlags.wrong(
                    spec,
                    tls.names() + ": --server " + server + " is a Unix socket (expected: host:port, to speak TLS to)");
        }
        return Optional.of(new AdsTls(
                Objects.requireNonNull(authorities),
                Objects.requireNonNull(certificate),
                Objects.requireNonNull(key),
                sds == null ? Path.of("") : sds,
                serverName == null ? host : serverName));
    }

    /** Writes what the bootstrap refers to. */
    void write(AdsTls tls) {
        try {
            Files.createDirectories(tls.sdsFolder());
            for (Map.Entry<String, String> file : tls.sdsFiles().entrySet()) {
                Files.writeString(tls.sdsFolder().resolve(file.getKey()), file.getValue());
            }
        } catch (IOException e) {
            throw new CannotException("--tls-sds: " + tls.sdsFolder() + ": " + e.getMessage(), e);
        }
    }

    private FileFlags flags() {
        return new FileFlags()
                .with("--tls-ca", authorities)
                .with("--tls-cert", certificate)
                .with("--tls-key", key);
    }
}
