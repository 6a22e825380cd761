package io.modeenvoy.e2e;

/** The objects of {@link HttpRouteIT}: each rule leaves its name in a header. */
final class HttpRouteObjects {
    private HttpRouteObjects() {}

    static String service(String namespace, String name, int port) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: %2$s, namespace: %1$s}
                spec: {ports: [{name: http, port: 80, targetPort: %3$d}]}
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: %2$s-1, namespace: %1$s, labels: {kubernetes.io/service-name: %2$s}}
                addressType: IPv4
                ports: [{name: http, port: %3$d, protocol: TCP}]
                endpoints: [{addresses: [127.0.0.1], conditions: {ready: true}}]
                ---
                """.formatted(namespace, name, port);
    }

    /** A rule that leaves its name. */
    static String rule(String name, String match) {
        return """
                  - matches: [%2$s]
                    filters: [{type: RequestHeaderModifier, requestHeaderModifier: {set: [{name: x-rule, value: %1$s}]}}]
                    backendRefs: [{name: first, port: 80}]
                """.formatted(name, match);
    }

    static String route(String name, String hostnames, String rules) {
        return """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: %s, namespace: demo}
                spec:
                  parentRefs: [{name: edge}]
                  hostnames: [%s]
                  rules:
                %s---
                """.formatted(name, hostnames, rules);
    }

    /** Written from the least to the most specific: the order in the file decides nothing. */
    static final String MATCHES = route(
            "matches",
            "",
            rule("everything", "{path: {value: /status}}")
                    + rule("plain", "{path: {value: /status/by}}")
                    + rule("query", "{path: {value: /status/by}, queryParams: [{name: tier, value: gold}]}")
                    + rule("header", "{path: {value: /status/by}, headers: [{name: X-Tier, value: gold}]}")
                    + rule("method", "{path: {value: /status/by}, method: POST}")
                    + rule("longer", "{path: {value: /status/by/longer}}")
                    + rule("prefix", "{path: {value: /status/prefix}}")
                    + rule("one", "{path: {value: /status/one}}")
                    + rule("one-exact", "{path: {type: Exact, value: /status/one/exact}}")
                    + rule("pattern", "{path: {type: RegularExpression, value: '/status/pattern/[0-9]+'}}")
                    + rule("exact", "{path: {type: Exact, value: /status/exact}}"));

    static final String HOSTS = route("exact-host", "api.example.com", rule("exact-host", "{path: {value: /}}"))
            + route("wildcard-host", "'*.example.com'", rule("wildcard-host", "{path: {value: /}}"))
            + route("guarded", "guarded.example.com", rule("guarded", "{path: {value: /}}"))
            + """
                    apiVersion: modeenvoy.io/v1alpha1
                    kind: SecurityPolicy
                    metadata: {name: guarded, namespace: demo}
                    spec: {targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: guarded}], access: Tenant}
                    """;

    static final String FILTERS = route("filters", "", """
                      - matches: [{path: {value: /status/weights}}]
                        backendRefs: [{name: first, port: 80, weight: 3}, {name: second, port: 80, weight: 1}]
                      - matches: [{path: {value: /status/zero}}]
                        backendRefs: [{name: first, port: 80, weight: 0}, {name: second, port: 80, weight: 1}]
                      - matches: [{path: {value: /status/headers}}]
                        filters:
                        - type: RequestHeaderModifier
                          requestHeaderModifier: {set: [{name: X-Set, value: theirs}], add: [{name: X-Add, value: theirs}], remove: [X-Gone]}
                        - {type: ResponseHeaderModifier, responseHeaderModifier: {set: [{name: X-Answer, value: set}], remove: [Content-Type]}}
                        backendRefs: [{name: first, port: 80}]
                      - matches: [{path: {value: /status/redirect/away}}]
                        filters:
                        - type: RequestRedirect
                          requestRedirect: {scheme: https, hostname: www.example.com, port: 8443, statusCode: 301, path: {type: ReplaceFullPath, replaceFullPath: /new}}
                      - matches: [{path: {value: /status/redirect/old}}]
                        filters: [{type: RequestRedirect, requestRedirect: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /new}}}]
                      - matches: [{path: {value: /rewrite/prefix}}]
                        filters: [{type: URLRewrite, urlRewrite: {hostname: internal.example.com, path: {type: ReplacePrefixMatch, replacePrefixMatch: /status}}}]
                        backendRefs: [{name: first, port: 80}]
                      - matches: [{path: {value: /rewrite/full}}]
                        filters: [{type: URLRewrite, urlRewrite: {hostname: internal.example.com, path: {type: ReplaceFullPath, replaceFullPath: /status/full}}}]
                        backendRefs: [{name: first, port: 80}]
                      - matches: [{path: {value: /status/missing}}]
                        backendRefs: [{name: nothing, port: 80}]
                      - matches: [{path: {value: /status/gone}}]
                        backendRefs: [{name: gone, port: 80}]
                      - matches: [{path: {value: /status/slow}}]
                        backendRefs: [{name: first, port: 80}]
                        timeouts: {request: 300ms}
                      - matches: [{path: {value: /status/stock}}]
                        backendRefs: [{name: items, namespace: stock, port: 80}]
                      - matches: [{path: {value: /status/reserved}}]
                        filters:
                        - type: RequestHeaderModifier
                          requestHeaderModifier: {set: [{name: Content-Length, value: "5"}, {name: X-Modeenvoy-Tenant, value: other}]}
                        backendRefs: [{name: first, port: 80}]
                      - matches: [{path: {type: RegularExpression, value: "/status/nested/(((a{1000}){1000}){1000})"}}]
                        backendRefs: [{name: first, port: 80}]
                    """);

    static final String GRANT = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: ReferenceGrant
            metadata: {name: routes-of-demo, namespace: stock}
            spec:
              from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: demo}]
              to: [{group: "", kind: Service, name: items}]
            """;
}
