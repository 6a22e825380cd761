package io.modeenvoy.translator;

/**
 * What differs between a directory of files and a cluster.
 *
 * @param gatewayClassOptional whether Gateways of the class {@code modeenvoy} are ours without a GatewayClass object
 * @param singleProxy whether one Envoy serves all Gateways, so that a port can belong to one of them only
 * @param allowLocalProviders whether a ModelProvider's URL may point at loopback, link-local and cluster-internal addresses
 */
public record TranslatorOptions(boolean gatewayClassOptional, boolean singleProxy, boolean allowLocalProviders) {
    /** A directory of files and one Envoy on this machine. */
    public static TranslatorOptions files() {
        return new TranslatorOptions(true, true, true);
    }

    /** A Kubernetes cluster with a fleet per Gateway. */
    public static TranslatorOptions cluster() {
        return new TranslatorOptions(false, false, false);
    }

    /** The same, with local providers allowed or not. */
    public TranslatorOptions withLocalProviders(boolean allowed) {
        return new TranslatorOptions(gatewayClassOptional, singleProxy, allowed);
    }
}
