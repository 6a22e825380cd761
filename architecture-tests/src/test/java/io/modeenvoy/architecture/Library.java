package io.modeenvoy.architecture;

import java.util.stream.Stream;

/** A library and the only packages of ours that may use it, both separated by spaces. */
enum Library {
    FABRIC8("io.fabric8..", "crd translator file k8s app cli"),
    /** What talks to an API server; crd takes only the base class of its kinds from it. */
    FABRIC8_CLIENT("io.fabric8.kubernetes.client..", "k8s crd"),
    CRD_GENERATOR("io.fabric8.crd.. io.fabric8.crdv2..", "crd"),
    ENVOY_MESSAGES(
            "io.envoyproxy.envoy.. com.github.xds..",
            "xds.translator xds.server bootstrap service authz ratelimit proc"),
    GRPC("io.grpc..", "xds.server service ledger authz ratelimit proc app cli"),
    MICROMETER("io.micrometer..", "service authz ratelimit proc app cli"),
    CEL("dev.cel..", "file"),
    CERTIFICATES("org.bouncycastle..", "k8s"),
    COMMAND_LINE("picocli..", "cli");

    private final String packages;
    private final String homes;

    Library(String packages, String homes) {
        this.packages = packages;
        this.homes = homes;
    }

    String[] packages() {
        return packages.split(" ");
    }

    String[] homes() {
        return Stream.of(homes.split(" "))
                .map(home -> "io.modeenvoy." + home + "..")
                .toArray(String[]::new);
    }
}
