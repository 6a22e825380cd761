package io.modeenvoy.cli;

import io.modeenvoy.k8s.Cluster;
import io.modeenvoy.k8s.certificates.Certificates;
import io.modeenvoy.k8s.certificates.WantedCertificate;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Keeps the certificates of an installation in a cluster, signed by an authority of its own. */
@Command(
        name = "certificates",
        description =
                "Make and renew the certificates between Envoys, services and control plane, as Secrets of a cluster.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "What is there, says what it should and is good for a while is left alone, so it may run as often as you"
                    + " like.",
            "",
            "Example:",
            "  modeenvoy certificates --namespace modeenvoy-system --authority modeenvoy-authority --certificate"
                    + " modeenvoy-services-tls=uri:spiffe://modeenvoy/modeenvoy/services/node/*"
        })
final class CertificatesCommand implements Callable<Integer> {
    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--authority",
            required = true,
            paramLabel = "SECRET",
            description = "Secret of the authority; made if it is missing")
    private String authority = "";

    @Option(
            names = "--certificate",
            required = true,
            paramLabel = "SECRET=NAMES",
            description =
                    "A certificate and its names, dns:NAME of a server and uri:NAME of a client; NAMESPACE/SECRET for"
                            + " one in another namespace; may be repeated")
    private List<String> certificates = new ArrayList<>();

    @Option(
            names = "--valid",
            paramLabel = "TIME",
            defaultValue = "90d",
            description = "How long a certificate is good for (default: ${DEFAULT-VALUE})")
    private String valid = "90d";

    @Option(
            names = "--renew",
            paramLabel = "TIME",
            defaultValue = "30d",
            description = "How long before its end it is made anew (default: ${DEFAULT-VALUE})")
    private String renew = "30d";

    @Option(
            names = "--authority-valid",
            paramLabel = "TIME",
            defaultValue = "3650d",
            description = "How long a new authority is good for (default: ${DEFAULT-VALUE})")
    private String authorityValid = "3650d";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Certificates.Terms terms;
        try {
            terms = new Certificates.Terms(
                    Lifetime.parse(spec, "--valid", valid),
                    Lifetime.parse(spec, "--renew", renew),
                    Lifetime.parse(spec, "--authority-valid", authorityValid));
            var _ = wanted("default"); // what is written wrong is so in any namespace
        } catch (IllegalArgumentException e) {
            throw FileFlags.wrong(spec, "--" + e.getMessage());
        }
        if (!cluster.known()) {
            throw FileFlags.wrong(spec, "--kubeconfig: absent (expected: one outside a cluster)");
        }
        try (Cluster connected = cluster.connect()) {
            String namespace = cluster.namespace == null ? connected.namespace() : cluster.namespace;
            Certificates kept = new Certificates(connected::secrets, namespace, terms, Instant.now());
            for (Certificates.Outcome outcome : kept.keep(authority, wanted(namespace))) {
                spec.commandLine()
                        .getOut()
                        .println((outcome.made() ? "made " : "kept ") + outcome.namespace() + "/" + outcome.secret()
                                + " until " + outcome.notAfter());
            }
            return ExitCode.GOOD;
        } catch (IOException e) {
            throw new CannotException(String.valueOf(e.getMessage()), e);
        }
    }

    private List<WantedCertificate> wanted(String namespace) {
        return certificates.stream()
                .map(certificate -> WantedCertificate.parse(certificate, namespace))
                .toList();
    }
}
