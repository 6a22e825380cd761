package io.modeenvoy.crd;

/** Where our kinds live. */
public final class Api {
    public static final String GROUP = "modeenvoy.io";
    public static final String VERSION = "v1alpha1";
    public static final String API_VERSION = GROUP + "/" + VERSION;

    /** {@code kubectl get modeenvoy} lists every kind of ours. */
    public static final String CATEGORY = "modeenvoy";

    /** The controller of our GatewayClasses, and the name under which we speak in the status of routes. */
    public static final String GATEWAY_CONTROLLER = GROUP + "/gateway-controller";

    private Api() {}
}
