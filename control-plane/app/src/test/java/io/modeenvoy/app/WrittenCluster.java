package io.modeenvoy.app;

import io.modeenvoy.file.FileProvider;
import io.modeenvoy.k8s.ObjectKey;
import io.modeenvoy.k8s.Unreadable;
import io.modeenvoy.k8s.WantedStatus;
import io.modeenvoy.k8s.WantedStatus.Condition;
import io.modeenvoy.translator.TranslatorOptions;
import io.modeenvoy.xds.server.AckBoard;
import io.modeenvoy.xds.server.SnapshotStore;
import io.modeenvoy.xds.translator.XdsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A cluster as it is written in a test, and what its objects are told. */
record WrittenCluster(Path directory) {
    static final String CLASSES = """
        {apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {name: modeenvoy}, spec: {controllerName: modeenvoy.io/gateway-controller}}
        ---
        {apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {name: theirs}, spec: {controllerName: example.com/other}}
        """;

    static final String SYSTEM = "modeenvoy-system";

    Map<ObjectKey, WantedStatus> statuses(String... documents) throws IOException {
        return statuses(Map.of(), Set.of(), documents);
    }

    Map<ObjectKey, WantedStatus> statuses(
            Map<ObjectKey, Unreadable> unreadable, Set<ObjectKey> before, String... documents) throws IOException {
        Pass pass = pass(CLASSES + "\n---\n" + String.join("\n---\n", documents));
        SnapshotStore store = new SnapshotStore();
        AckBoard acks = new AckBoard();
        new Publication(store, new ProxiesFirst(acks)).publish(pass.xds().groups());
        return ClusterStatuses.of(
                pass,
                new StatusBoard(store, acks, List::of).objects(pass),
                unreadable,
                SYSTEM,
                MadeProxies.NONE,
                before);
    }

    Pass pass(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("objects.yaml"), yaml);
        return new Pipeline(
                        TranslatorOptions.cluster(),
                        XdsOptions.defaults(),
                        Pepper.in(directory.resolve("state")),
                        new RetiredRules(InstantSource.system(), Duration.ofSeconds(5)))
                .translate(FileProvider.load(file).view());
    }

    static WantedStatus.OfGateway edge(Map<ObjectKey, WantedStatus> statuses) {
        return (WantedStatus.OfGateway) Objects.requireNonNull(statuses.get(new ObjectKey("Gateway", "demo", "edge")));
    }

    static List<String> brief(List<Condition> conditions) {
        return conditions.stream()
                .map(condition -> condition.type() + "=" + condition.status() + " " + condition.reason())
                .toList();
    }

    static String listenerSet(String name, String gateway, String listeners) {
        return """
            apiVersion: gateway.networking.k8s.io/v1
            kind: ListenerSet
            metadata: {name: %s, namespace: demo}
            spec: {parentRef: {name: %s}, listeners: [%s]}
            """.formatted(name, gateway, listeners);
    }

    static String gateway(String className, String listeners) {
        return """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: demo}
            spec: {gatewayClassName: %s, listeners: [%s]}
            """.formatted(className, listeners);
    }

    static String route(String parentRefs, String rules) {
        return """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: shop, namespace: demo}
            spec: {parentRefs: [%s], rules: [%s]}
            """.formatted(parentRefs, rules);
    }
}
