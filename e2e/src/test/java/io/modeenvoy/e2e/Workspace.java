package io.modeenvoy.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory of YAML with a gateway, one tenant {@code demo}, its consumer {@code app} and a simulated provider. */
final class Workspace implements AutoCloseable {
    private final Path directory;

    private Workspace(Path directory) {
        this.directory = directory;
    }

    /** A directory with nothing in it. */
    static Workspace empty() {
        try {
            return new Workspace(Files.createTempDirectory("modeenvoy-e2e-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A gateway on {@code port} whose provider {@code simulator} listens on {@code simulatorPort}. */
    static Workspace demo(int port, int simulatorPort) {
        Workspace workspace = empty();
        workspace.write("gateway.yaml", """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: demo}
            spec:
              gatewayClassName: modeenvoy
              listeners: [{name: http, port: %d, protocol: HTTP}]
            """.formatted(port));
        workspace.write("people.yaml", """
            apiVersion: modeenvoy.io/v1alpha1
            kind: Tenant
            metadata: {name: demo}
            spec: {displayName: Demo, namespaces: [demo]}
            ---
            apiVersion: modeenvoy.io/v1alpha1
            kind: Consumer
            metadata: {name: app, namespace: demo}
            spec: {displayName: Demo application}
            """);
        workspace.provider("simulator", simulatorPort);
        workspace.write("route.yaml", """
            apiVersion: modeenvoy.io/v1alpha1
            kind: AIRoute
            metadata: {name: chat, namespace: demo}
            spec:
              parentRefs: [{name: edge}]
              rules:
              - name: small
                matches: [{models: [small]}]
                backendRefs: [{name: simulator}]
            """);
        return workspace;
    }

    /** A provider on this machine with the credential {@code sk-<name>}. */
    void provider(String name, int port) {
        write("provider-" + name + ".yaml", """
            apiVersion: v1
            kind: Secret
            metadata: {name: %1$s, namespace: demo}
            stringData: {apiKey: sk-%1$s}
            ---
            apiVersion: modeenvoy.io/v1alpha1
            kind: ModelProvider
            metadata: {name: %1$s, namespace: demo}
            spec:
              schema: OpenAI
              endpoint: {url: "http://127.0.0.1:%2$d/v1"}
              auth: {type: Bearer, secretRef: {name: %1$s, key: apiKey}}
              headers: {forward: [x-sim-tokens, x-sim-chunk-ms]}
              models: [{name: small, maxOutputTokens: 1000}]
            """.formatted(name, port));
    }

    /** An HTTP route {@code /status} that asks for a key of the tenant and leads to {@code port}. */
    void guardedStatus(int port) {
        write("http.yaml", """
            apiVersion: v1
            kind: Service
            metadata: {name: backend, namespace: demo}
            spec: {ports: [{name: http, port: 80, targetPort: %1$d}]}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: backend-1, namespace: demo, labels: {kubernetes.io/service-name: backend}}
            addressType: IPv4
            ports: [{name: http, port: %1$d, protocol: TCP}]
            endpoints: [{addresses: [127.0.0.1], conditions: {ready: true}}]
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: status, namespace: demo}
            spec:
              parentRefs: [{name: edge}]
              rules: [{matches: [{path: {type: PathPrefix, value: /status}}], backendRefs: [{name: backend, port: 80}]}]
            ---
            apiVersion: modeenvoy.io/v1alpha1
            kind: SecurityPolicy
            metadata: {name: status, namespace: demo}
            spec: {targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: status}], access: Tenant}
            """.formatted(port));
    }

    Path directory() {
        return directory;
    }

    /** Where the program keeps its own. */
    Path state() {
        return directory.resolve(".modeenvoy");
    }

    /** Writes a file as an editor does: beside it first, then in its place. */
    void write(String name, String text) {
        try {
            Path target = directory.resolve(name);
            Path beside = directory.resolve("." + name + ".new");
            Files.writeString(beside, text);
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(String name) {
        try {
            Files.delete(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a key of {@code demo/app} with the program and gives it. */
    String key(String name) {
        Program.Result result =
                Program.run("key", "create", directory.toString(), "--consumer", "demo/app", "--name", name);
        if (result.exitCode() != 0) {
            throw new AssertionError("key create: " + result);
        }
        return result.out().strip();
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
