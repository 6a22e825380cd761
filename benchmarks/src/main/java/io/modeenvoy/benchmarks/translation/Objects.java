package io.modeenvoy.benchmarks.translation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClassBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.modeenvoy.crd.AIRoute;
import io.modeenvoy.crd.AIRouteSpec;
import io.modeenvoy.crd.APIKey;
import io.modeenvoy.crd.APIKeySpec;
import io.modeenvoy.crd.Access;
import io.modeenvoy.crd.Consumer;
import io.modeenvoy.crd.ConsumerSpec;
import io.modeenvoy.crd.ModelProvider;
import io.modeenvoy.crd.ModelProviderSpec;
import io.modeenvoy.crd.SecretKeyRef;
import java.util.Base64;
import java.util.List;

/** Objects as users write them; {@code turn} is what a change changes. */
final class Objects {
    private static final String GATEWAYS = "gateways";

    private Objects() {}

    private static <T extends HasMetadata> T named(T object, String namespace, String name) {
        object.setMetadata(
                new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
        return object;
    }

    static GatewayClass gatewayClass() {
        return new GatewayClassBuilder()
                .withNewMetadata()
                .withName("modeenvoy")
                .endMetadata()
                .withNewSpec()
                .withControllerName("modeenvoy.io/gateway-controller")
                .endSpec()
                .build();
    }

    static Gateway gateway(String name, int port) {
        return new GatewayBuilder()
                .withNewMetadata()
                .withNamespace(GATEWAYS)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withGatewayClassName("modeenvoy")
                .addNewListener()
                .withName("http")
                .withPort(port)
                .withProtocol("HTTP")
                .withNewAllowedRoutes()
                .withNewNamespaces()
                .withFrom("All")
                .endNamespaces()
                .endAllowedRoutes()
                .endListener()
                .endSpec()
                .build();
    }

    static Consumer consumer(String namespace, String name, int turn) {
        Consumer consumer = named(new Consumer(), namespace, name);
        consumer.setSpec(new ConsumerSpec(name, List.of(), turn % 2 == 1));
        return consumer;
    }

    static APIKey key(String namespace, String name, String consumer, int turn) {
        APIKey key = named(new APIKey(), namespace, name);
        String digest = Base64.getEncoder().encodeToString(new byte[32]);
        key.setSpec(new APIKeySpec(
                new APIKeySpec.ConsumerRef(consumer),
                (namespace + name).replace("-", ""),
                new APIKeySpec.Digest(APIKeySpec.Algorithm.HMAC_SHA_256, "1", digest),
                null,
                null,
                List.of(),
                turn % 2 == 1));
        return key;
    }

    static Secret secret(String namespace, String name, int turn) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .addToStringData("key", "sk-" + namespace + "-" + turn)
                .build();
    }

    static ModelProvider provider(String namespace, String name, String secret, int turn) {
        ModelProvider provider = named(new ModelProvider(), namespace, name);
        provider.setSpec(new ModelProviderSpec(
                ModelProviderSpec.Schema.OPENAI,
                new ModelProviderSpec.Endpoint(
                        "https://" + name + "." + namespace + ".example.com:" + (8000 + turn % 2) + "/v1",
                        null,
                        null,
                        null),
                new ModelProviderSpec.Auth(ModelProviderSpec.Auth.Type.BEARER, null, new SecretKeyRef(secret, "key")),
                null,
                List.of(),
                ModelProviderSpec.UnknownFields.REFUSE,
                null,
                null));
        return provider;
    }

    static AIRoute aiRoute(String namespace, String name, String gateway, String host, String provider, int turn) {
        AIRoute route = named(new AIRoute(), namespace, name);
        AIRouteSpec.Match match = new AIRouteSpec.Match(List.of(name, name + "-" + turn % 2), List.of());
        AIRouteSpec.BackendRef backend = new AIRouteSpec.BackendRef(provider, null, null, 1, 0);
        route.setSpec(new AIRouteSpec(
                List.of(new AIRouteSpec.ParentRef(
                        "gateway.networking.k8s.io", "Gateway", GATEWAYS, gateway, null, null)),
                List.of(host),
                Access.TENANT,
                List.of(new AIRouteSpec.Rule(
                        "all",
                        List.of(match),
                        List.of(backend),
                        new AIRouteSpec.Timeouts(null, null, 100 + turn % 2 + "s"),
                        null)),
                null));
        return route;
    }

    static HTTPRoute httpRoute(String namespace, String name, String gateway, String host, String service, int turn) {
        return new HTTPRouteBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .addNewParentRef()
                .withNamespace(GATEWAYS)
                .withName(gateway)
                .endParentRef()
                .withHostnames(host)
                .addNewRule()
                .addNewMatch()
                .withNewPath("PathPrefix", "/" + name + "/" + turn % 2)
                .endMatch()
                .addNewBackendRef()
                .withName(service)
                .withPort(80)
                .endBackendRef()
                .endRule()
                .endSpec()
                .build();
    }

    static Service service(String namespace, String name) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withName("http")
                .withPort(80)
                .endPort()
                .endSpec()
                .build();
    }

    static EndpointSlice slice(String namespace, String service, int turn) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(service + "-1")
                .addToLabels("kubernetes.io/service-name", service)
                .endMetadata()
                .withAddressType("IPv4")
                .addNewPort()
                .withName("http")
                .withPort(8080)
                .endPort()
                .addNewEndpoint()
                .withAddresses("10.0.0." + (1 + turn % 2))
                .endEndpoint()
                .build();
    }
}
