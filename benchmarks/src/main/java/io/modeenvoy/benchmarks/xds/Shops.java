package io.modeenvoy.benchmarks.xds;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import java.util.ArrayList;
import java.util.List;

/** A cluster of many shops, a hundred objects each: a Gateway, and 33 routes with a Service and an EndpointSlice each. */
final class Shops {
    private static final int ROUTES = 33;
    private static final int OBJECTS = 1 + 3 * ROUTES;

    private Shops() {}

    static List<HasMetadata> objects(int count) {
        List<HasMetadata> objects = new ArrayList<>();
        for (int shop = 0; shop < count / OBJECTS; shop++) {
            objects.add(gateway(shop));
            for (int i = 0; i < ROUTES; i++) {
                objects.add(route(shop, i, 0));
                objects.add(service(shop, i));
                objects.add(slice(shop, i, 0));
            }
        }
        return objects;
    }

    /** The route that changes. */
    static HasMetadata route(int revision) {
        return route(7, 7, revision);
    }

    /** The endpoints that change. */
    static HasMetadata slice(int revision) {
        return slice(7, 7, revision);
    }

    private static String namespace(int shop) {
        return "shop-" + shop;
    }

    private static HasMetadata gateway(int shop) {
        return new GatewayBuilder()
                .withNewMetadata()
                .withNamespace(namespace(shop))
                .withName("edge")
                .endMetadata()
                .withNewSpec()
                .withGatewayClassName("modeenvoy")
                .addNewListener()
                .withName("http")
                .withPort(8080)
                .withProtocol("HTTP")
                .endListener()
                .endSpec()
                .build();
    }

    private static HasMetadata route(int shop, int number, int revision) {
        return new HTTPRouteBuilder()
                .withNewMetadata()
                .withNamespace(namespace(shop))
                .withName("route-" + number)
                .endMetadata()
                .withNewSpec()
                .addNewParentRef()
                .withName("edge")
                .endParentRef()
                .addNewRule()
                .addNewMatch()
                .withNewPath()
                .withType("PathPrefix")
                .withValue("/" + number + "/" + revision)
                .endPath()
                .endMatch()
                .addNewBackendRef()
                .withName("service-" + number)
                .withPort(80)
                .endBackendRef()
                .endRule()
                .endSpec()
                .build();
    }

    private static HasMetadata service(int shop, int number) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(namespace(shop))
                .withName("service-" + number)
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withPort(80)
                .withNewTargetPort(8080)
                .endPort()
                .endSpec()
                .build();
    }

    private static HasMetadata slice(int shop, int number, int revision) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace(namespace(shop))
                .withName("service-" + number + "-1")
                .addToLabels("kubernetes.io/service-name", "service-" + number)
                .endMetadata()
                .withAddressType("IPv4")
                .addNewPort()
                .withPort(8080)
                .endPort()
                .addNewEndpoint()
                .withAddresses("10." + revision / 250 % 250 + "." + revision % 250 + ".1")
                .endEndpoint()
                .build();
    }
}
