package io.modeenvoy.crd;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendTLSPolicy;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerSet;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ReferenceGrant;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.TLSRoute;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every kind of object we read, ours and Kubernetes'. */
public final class Kinds {
    private static final List<Kind<?>> OURS = List.of(
            Kind.of(ModelProvider.class),
            Kind.of(AIRoute.class),
            Kind.of(Tenant.class),
            Kind.of(Consumer.class),
            Kind.of(APIKey.class),
            Kind.of(Budget.class),
            Kind.of(SecurityPolicy.class),
            Kind.of(ProxySettings.class));
    private static final List<Kind<?>> GATEWAY_API = List.of(
            Kind.of(GatewayClass.class),
            Kind.of(Gateway.class),
            Kind.of(HTTPRoute.class),
            Kind.of(GRPCRoute.class),
            Kind.of(TLSRoute.class),
            Kind.of(TCPRoute.class),
            Kind.of(UDPRoute.class),
            Kind.of(ListenerSet.class),
            Kind.of(BackendTLSPolicy.class),
            Kind.of(ReferenceGrant.class));
    private static final List<Kind<?>> CORE = List.of(
            Kind.of(Secret.class),
            Kind.of(ConfigMap.class),
            Kind.of(Service.class),
            Kind.of(EndpointSlice.class),
            Kind.of(Namespace.class));

    private Kinds() {}

    /**
     * A kind of object.
     *
     * @param apiVersion the version we read: {@code modeenvoy.io/v1alpha1}
     * @param plural its name in URLs and in a CRD's name
     */
    public record Kind<T extends HasMetadata>(
            String apiVersion, String kind, String plural, boolean namespaced, Class<T> type) {
        static <T extends HasMetadata> Kind<T> of(Class<T> type) {
            return new Kind<>(
                    HasMetadata.getApiVersion(type),
                    HasMetadata.getKind(type),
                    HasMetadata.getPlural(type),
                    Namespaced.class.isAssignableFrom(type),
                    type);
        }

        /** The API group; empty for Kubernetes' core kinds. */
        public String group() {
            int slash = apiVersion.indexOf('/');
            return slash < 0 ? "" : apiVersion.substring(0, slash);
        }

        @Override
        public String toString() {
            return kind + " (" + apiVersion + ")";
        }
    }

    /** Our own kinds: those that have a CRD in {@code crds/}. */
    public static List<Kind<?>> ours() {
        return OURS;
    }

    /** Kinds of the Gateway API. */
    public static List<Kind<?>> gatewayApi() {
        return GATEWAY_API;
    }

    /** Kinds that every Kubernetes has. */
    public static List<Kind<?>> core() {
        return CORE;
    }

    /** All of them. */
    public static List<Kind<?>> all() {
        return Stream.of(OURS, GATEWAY_API, CORE).flatMap(List::stream).toList();
    }

    /** The kind of an object by its {@code apiVersion} and {@code kind}. */
    public static Optional<Kind<?>> find(String apiVersion, String kind) {
        return all().stream()
                .filter(k -> k.apiVersion().equals(apiVersion) && k.kind().equals(kind))
                .findFirst();
    }
}
