package io.modeenvoy.benchmarks.path;

import io.modeenvoy.benchmarks.harness.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Envoys with static configuration: the upstream that answers, and the plain proxy all else is compared with. */
final class PlainEnvoy {
    private static final String HEAD = """
            admin: {address: {socket_address: {address: 127.0.0.1, port_value: %d}}}
            static_resources:
              listeners:
              - name: main
                address: {socket_address: {address: 127.0.0.1, port_value: %d}}
                filter_chains:
                - filters:
                  - name: http
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                      stat_prefix: main
                      http_filters: [{name: router, typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}}]
                      route_config:
                        virtual_hosts:
                        - name: all
                          domains: ["*"]
                          routes:
            """;

    private PlainEnvoy() {}

    /** Answers every call with {@code body}. */
    static Child upstream(String envoy, Path folder, int port, String body) throws IOException {
        return start(envoy, folder, "upstream", HEAD.formatted(Child.freePort(), port) + """
                                      - match: {prefix: "/"}
                                        direct_response: {status: 200, body: {inline_string: '%s'}}
                                        response_headers_to_add: [{header: {key: content-type, value: application/json}, append_action: OVERWRITE_IF_EXISTS_OR_ADD}]
                """.formatted(body));
    }

    /** Sends every call to the upstream. */
    static Child proxy(String envoy, Path folder, int port, int upstreamPort) throws IOException {
        return start(envoy, folder, "proxy", HEAD.formatted(Child.freePort(), port) + """
                                      - match: {prefix: "/"}
                                        route: {cluster: upstream}
                  clusters:
                  - name: upstream
                    connect_timeout: 5s
                    load_assignment:
                      cluster_name: upstream
                      endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: %d}}}}]}]
                """.formatted(upstreamPort));
    }

    private static Child start(String envoy, Path folder, String name, String yaml) throws IOException {
        Path file = folder.resolve(name + ".yaml");
        Files.writeString(file, yaml);
        return Child.start(
                folder.resolve(name + ".log"),
                envoy,
                "-c",
                file.toString(),
                "--concurrency",
                "1",
                "--use-dynamic-base-id",
                "-l",
                "error");
    }
}
