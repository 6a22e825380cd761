package io.modeenvoy.translator;

/** API groups that references name. */
final class Groups {
    static final String OURS = "modeenvoy.io";
    static final String GATEWAY_API = "gateway.networking.k8s.io";

    private Groups() {}
}
