package io.modeenvoy.benchmarks.translation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeenvoy.crd.ResourceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A fleet's objects: in each namespace a team with its keys, consumers, routes, providers and services.
 *
 * @param namespaces of {@value #OBJECTS_EACH} objects each
 * @param hostEach whether each route has a hostname of its own, or all of a namespace share one
 */
record World(int namespaces, int gateways, boolean hostEach) {
    static final int OBJECTS_EACH = 100;
    private static final int AI_ROUTES = 6;
    private static final int HTTP_ROUTES = 3;
    private static final int PROVIDERS = 2;
    private static final int CONSUMERS = 25;
    private static final int KEYS = OBJECTS_EACH - CONSUMERS - AI_ROUTES - 3 * HTTP_ROUTES - 2 * PROVIDERS;

    /** What is changed. */
    enum Change {
        AI_ROUTE,
        HTTP_ROUTE,
        CONSUMER,
        API_KEY,
        ENDPOINT_SLICE,
        SECRET,
        MODEL_PROVIDER;

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    ResourceView view() {
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(Objects.gatewayClass());
        for (int gateway = 0; gateway < gateways; gateway++) {
            objects.add(Objects.gateway("edge-" + gateway, 8080 + gateway));
        }
        for (int namespace = 0; namespace < namespaces; namespace++) {
            addTeam(objects, namespace);
        }
        return ResourceView.of(objects);
    }

    private void addTeam(List<HasMetadata> objects, int namespace) {
        add(objects, Change.CONSUMER, namespace, CONSUMERS);
        add(objects, Change.API_KEY, namespace, KEYS);
        add(objects, Change.AI_ROUTE, namespace, AI_ROUTES);
        add(objects, Change.HTTP_ROUTE, namespace, HTTP_ROUTES);
        add(objects, Change.ENDPOINT_SLICE, namespace, HTTP_ROUTES);
        add(objects, Change.SECRET, namespace, PROVIDERS);
        add(objects, Change.MODEL_PROVIDER, namespace, PROVIDERS);
        for (int i = 0; i < HTTP_ROUTES; i++) {
            objects.add(Objects.service("team-" + namespace, "service-" + i));
        }
    }

    private void add(List<HasMetadata> objects, Change kind, int namespace, int count) {
        for (int i = 0; i < count; i++) {
            objects.add(object(kind, namespace, i, 0));
        }
    }

    /** The world with one object of the kind changed: which one follows from {@code turn}, and each time round it is another. */
    ResourceView changed(ResourceView view, Change kind, int turn) {
        return view.with(object(kind, turn * 7 % namespaces, 0, 1 + turn / namespaces));
    }

    private HasMetadata object(Change kind, int number, int index, int turn) {
        String namespace = "team-" + number;
        String gateway = "edge-" + number % gateways;
        return switch (kind) {
            case CONSUMER -> Objects.consumer(namespace, "consumer-" + index, turn);
            case API_KEY -> Objects.key(namespace, "key-" + index, "consumer-" + index % CONSUMERS, turn);
            case AI_ROUTE ->
                Objects.aiRoute(
                        namespace,
                        "chat-" + index,
                        gateway,
                        host(namespace, "chat-" + index),
                        "provider-" + index % PROVIDERS,
                        turn);
            case HTTP_ROUTE ->
                Objects.httpRoute(
                        namespace,
                        "shop-" + index,
                        gateway,
                        host(namespace, "shop-" + index),
                        "service-" + index,
                        turn);
            case ENDPOINT_SLICE -> Objects.slice(namespace, "service-" + index, turn);
            case SECRET -> Objects.secret(namespace, "secret-" + index, turn);
            case MODEL_PROVIDER -> Objects.provider(namespace, "provider-" + index, "secret-" + index, turn);
        };
    }

    private String host(String namespace, String route) {
        return hostEach ? route + "." + namespace + ".example.com" : namespace + ".example.com";
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d objects, %,d routes, %d gateway%s, %s",
                namespaces * OBJECTS_EACH,
                namespaces * (AI_ROUTES + HTTP_ROUTES),
                gateways,
                gateways == 1 ? "" : "s",
                hostEach ? "a hostname each" : "a hostname for each namespace");
    }
}
