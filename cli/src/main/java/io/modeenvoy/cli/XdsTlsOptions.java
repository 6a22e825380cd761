package io.modeenvoy.cli;

import io.micrometer.core.instrument.MeterRegistry;
import io.modeenvoy.app.XdsSecurity;
import io.modeenvoy.app.grants.GrantBook;
import io.modeenvoy.app.grants.GrantedIdentities;
import io.modeenvoy.app.grants.GrantsFile;
import io.modeenvoy.service.PlainText;
import io.modeenvoy.service.Tls;
import io.modeenvoy.service.TlsFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How the ADS server shows who it is, and whom it believes. */
final class XdsTlsOptions {
    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "Speak TLS on TCP: the server's certificate with its chain, PEM; read again when it changes")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Key of the certificate, PKCS#8 PEM")
    private @Nullable Path key;

    @Option(
            names = "--tls-client-ca",
            paramLabel = "FILE",
            description = "Authorities of the clients' certificates, PEM; every client must show one")
    private @Nullable Path authorities;

    @Option(
            names = "--xds-grants",
            paramLabel = "FILE",
            description =
                    "Which certificate may claim which group and node id, YAML (default: spiffe://DOMAIN/modeenvoy/GROUP/node/ID names both)")
    private @Nullable Path grants;

    /** Throws where the options do not fit together. */
    void check(CommandSpec spec) {
        FileFlags tls = flags();
        if (!tls.given(spec) && grants != null) {
            throw FileFlags.wrong(
                    spec,
                    "--xds-grants: without TLS nobody shows a certificate (expected: together with " + tls.names()
                            + ")");
        }
    }

    /** Reads the files, and watches them as long as {@code parts} live. */
    XdsSecurity open(CommandSpec spec, PlainText plainText, Parts parts, MeterRegistry metrics) throws IOException {
        if (!flags().given(spec)) {
            return XdsSecurity.plain(plainText);
        }
        Supplier<GrantBook> book = grants == null ? GrantBook::byConvention : parts.add(GrantsFile.open(grants));
        Tls tls = parts.add(Tls.open(
                new TlsFiles(
                        Objects.requireNonNull(certificate),
                        Objects.requireNonNull(key),
                        Objects.requireNonNull(authorities)),
                metrics));
        return new XdsSecurity(plainText, tls, new GrantedIdentities(book));
    }

    private FileFlags flags() {
        return new FileFlags()
                .with("--tls-cert", certificate)
                .with("--tls-key", key)
                .with("--tls-client-ca", authorities);
    }
}
