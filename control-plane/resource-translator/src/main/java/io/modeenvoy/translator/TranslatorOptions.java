package io.modeenvoy.translator;

/**
 * What differs between a directory of files and a cluster.
 *
 * @param gatewayClassOptional whether Gateways of the class {@code modeenvoy} are ours without a GatewayClass object
 * @param singleProxy whether one Envoy serves all Gateways, so that a port can belong to one of them only
 * @param proxiesMade whether Gateways get Envoys of their own, which may have the addresses they ask for
 */
public record TranslatorOptions(
        boolean gatewayClassOptional, boolean singleProxy, ProviderRules providers, boolean proxiesMade) {
    /** With Envoys that somebody else starts. */
    public TranslatorOptions(boolean gatewayClassOptional, boolean singleProxy, ProviderRules providers) {
        this(gatewayClassOptional, singleProxy, providers, false);
    }

    /** A directory of files and one Envoy on this machine. */
    public static TranslatorOptions files() {
        return new TranslatorOptions(true, true, ProviderRules.ANYWHERE);
    }

    /** A Kubernetes cluster with a fleet per Gateway. */
    public static TranslatorOptions cluster() {
        return new TranslatorOptions(false, false, ProviderRules.PUBLIC);
    }

    /** The same with other rules for ModelProviders. */
    public TranslatorOptions withProviders(ProviderRules rules) {
        return new TranslatorOptions(gatewayClassOptional, singleProxy, rules, proxiesMade);
    }

    /** The same; Gateways get Envoys of their own, or not. */
    public TranslatorOptions withProxiesMade(boolean made) {
        return new TranslatorOptions(gatewayClassOptional, singleProxy, providers, made);
    }
}
