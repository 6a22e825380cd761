package io.modeenvoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options of TLS that mean something only together, and what a bootstrap with TLS leaves behind. */
final class TlsOptionsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "control-plane . --listen 127.0.0.1:0 --tls-cert a"
                        + "|--tls-key, --tls-client-ca: missing (expected: together with --tls-cert)",
                "control-plane . --listen 127.0.0.1:0 --tls-key a --tls-client-ca b"
                        + "|--tls-cert: missing (expected: together with --tls-key, --tls-client-ca)",
                "control-plane . --listen 127.0.0.1:0 --xds-grants a|--xds-grants: without TLS nobody shows a certificate "
                        + "(expected: together with --tls-cert, --tls-key, --tls-client-ca)",
                "services --server ads:1 --sockets . --ads-tls-ca a"
                        + "|--ads-tls-cert, --ads-tls-key: missing (expected: together with --ads-tls-ca)",
                "ext-authz --server ads:1 --sockets . --ads-tls-server-name a|--ads-tls-server-name: without TLS "
                        + "(expected: together with --ads-tls-ca, --ads-tls-cert, --ads-tls-key)",
                "ext-proc --server unix:/a --sockets . --ads-tls-ca a --ads-tls-cert b --ads-tls-key c"
                        + "|--ads-tls-ca, --ads-tls-cert, --ads-tls-key: --server unix:/a is a Unix socket "
                        + "(expected: host:port, to speak TLS to)",
                "ext-proc --server unix:/a --sockets . --ledger-listen 127.0.0.1:0"
                        + "|--ledger-listen: without ext-ratelimit (expected: with ext-ratelimit or services)",
                "services --server unix:/a --sockets . --ledger-listen 127.0.0.1:0 --ledger 127.0.0.1:1"
                        + "|--ledger-listen, --ledger: both are given (expected: budgets of this process or another's)",
                "bootstrap --role edge --server ads:1 --probes 0.0.0.0:1"
                        + "|admin: 127.0.0.1:0 (expected: a port of its own or unix:/path, for the probes to reach)",
                "drain --envoy-admin unix:/a --notice 9s --limit 9s"
                        + "|--limit: 9s (expected: longer than --notice, which is 9s)",
                "drain --envoy-admin 1" + "|--envoy-admin: address: 1 (expected: unix:/path or host:port)",
                "control-plane . --listen unix:/a --admin-host 0.0.0.0 --admin-port 0|--admin-host: 0.0.0.0 without a"
                        + " token (expected: together with --admin-token-file, or a loopback address; probes and metrics"
                        + " have --probe-port)",
                "services --server unix:/a --sockets . --probe-metrics"
                        + "|--probe-metrics: nowhere (expected: together with --probe-port)",
                "services --server unix:/a --sockets . --proxies-grants a|--proxies-grants: nobody shows a certificate"
                        + " (expected: with --proxies-listen and --ads-tls-…)",
                "bootstrap --role edge --server ads:1 --tls-ca a"
                        + "|--tls-cert, --tls-key: missing (expected: together with --tls-ca)",
                "bootstrap --role edge --server ads:1 --tls-sds a"
                        + "|--tls-sds: without TLS (expected: together with --tls-ca, --tls-cert, --tls-key)",
                "bootstrap --role edge --server unix:/a --tls-ca a --tls-cert b --tls-key c"
                        + "|--tls-ca, --tls-cert, --tls-key: --server unix:/a is a Unix socket "
                        + "(expected: host:port, to speak TLS to)",
            })
    void namesWhatIsMissing(String command, String message) {
        assertThat(execute(List.of(command.split(" ")))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).startsWith(message);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void cannotStartWithoutTheFiles() {
        assertThat(execute(List.of(
                        "control-plane",
                        folder.toString(),
                        "--listen",
                        "127.0.0.1:0",
                        "--tls-cert",
                        "no.crt",
                        "--tls-key",
                        "no.key",
                        "--tls-client-ca",
                        "no.ca")))
                .isEqualTo(ExitCode.CANNOT);
        assertThat(err.toString()).contains("no.crt: no such file (expected: a file)");
    }

    @Test
    void aBootstrapWithTlsWritesTheFilesItRefersTo() {
        List<String> arguments =
                new ArrayList<>(List.of("bootstrap", "--role", "edge", "--server", "ads.example.com:1"));
        arguments.addAll(List.of("--tls-ca", "/tls/ca.crt", "--tls-cert", "/tls/tls.crt", "--tls-key", "/tls/tls.key"));
        arguments.addAll(List.of("--tls-sds", folder.resolve("sds").toString()));

        assertThat(execute(arguments)).as(err.toString()).isEqualTo(ExitCode.GOOD);
        assertThat(out.toString())
                .contains(
                        "sni: ads.example.com",
                        folder.resolve("sds/ads-certificate.yaml").toString());
        assertThat(folder.resolve("sds/ads-certificate.yaml")).content().contains("/tls/tls.key");
        assertThat(folder.resolve("sds/ads-authorities.yaml")).content().contains("/tls/ca.crt");
    }

    private int execute(List<String> arguments) {
        return ModeEnvoy.execute(
                arguments.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
