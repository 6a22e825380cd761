package io.modeenvoy.webhook;

/** The Gateway that a pod names. */
public record GatewayName(String namespace, String name) {
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
