package io.modeenvoy.app;

import static io.modeenvoy.app.WrittenCluster.brief;
import static io.modeenvoy.app.WrittenCluster.edge;
import static io.modeenvoy.app.WrittenCluster.gateway;
import static io.modeenvoy.app.WrittenCluster.listenerSet;
import static io.modeenvoy.app.WrittenCluster.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.k8s.ObjectKey;
import io.modeenvoy.k8s.WantedStatus;
import io.modeenvoy.k8s.WantedStatus.Condition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClusterStatusesTest {
    @TempDir
    private Path directory;

    @Test
    void acceptsClassesOfOursAndIsSilentOnOthers() throws IOException {
        Map<ObjectKey, WantedStatus> statuses = statuses(gateway("theirs", "{name: http, port: 80, protocol: HTTP}"));

        assertThat(statuses.keySet())
                .contains(new ObjectKey("GatewayClass", "", "modeenvoy"))
                .doesNotContain(new ObjectKey("GatewayClass", "", "theirs"), new ObjectKey("Gateway", "demo", "edge"));
    }

    /** The conformance tests go by the list, which the Gateway API wants sorted. */
    @Test
    void saysWhatGatewaysOfAClassCanDo() throws IOException {
        WantedStatus.OfGatewayClass status = gatewayClass("");

        assertThat(brief(status.conditions())).containsExactly("Accepted=True Accepted");
        assertThat(status.features()).isSorted().doesNotHaveDuplicates().contains("Gateway", "HTTPRoute", "GRPCRoute");
    }

    @Test
    void refusesAClassWithParameters() throws IOException {
        WantedStatus.OfGatewayClass status =
                gatewayClass(", parametersRef: {group: example.com, kind: Parameters, name: small}");

        assertThat(brief(status.conditions())).containsExactly("Accepted=False InvalidParameters");
    }

    private WantedStatus.OfGatewayClass gatewayClass(String more) throws IOException {
        Map<ObjectKey, WantedStatus> statuses = statuses(
                "{apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {name: third}, spec: {"
                        + "controllerName: modeenvoy.io/gateway-controller" + more + "}}");
        return (WantedStatus.OfGatewayClass)
                Objects.requireNonNull(statuses.get(new ObjectKey("GatewayClass", "", "third")));
    }

    @Test
    void tellsOfEachListenerWhatIsWrongWithIt() throws IOException {
        WantedStatus.OfGateway gateway = gatewayStatus("""
            {name: one, port: 80, protocol: HTTP},
            {name: two, port: 80, protocol: HTTPS, tls: {certificateRefs: [{name: absent}]}},
            {name: three, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: absent}]}}\
            """);

        assertThat(brief(gateway.conditions())).contains("Accepted=True ListenersNotValid");
        assertThat(brief(listener(gateway, "one"))).contains("Accepted=True Accepted", "Conflicted=False NoConflicts");
        assertThat(brief(listener(gateway, "two")))
                .contains(
                        "Accepted=False ProtocolConflict",
                        "Conflicted=True ProtocolConflict",
                        "Programmed=False ProtocolConflict");
        assertThat(brief(listener(gateway, "three")))
                .contains("ResolvedRefs=False InvalidCertificateRef", "Programmed=False Invalid");
    }

    @Test
    void refusesAGatewayOfWhichNoListenerIsValid() throws IOException {
        WantedStatus.OfGateway gateway =
                gatewayStatus("{name: three, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: absent}]}}");

        assertThat(brief(gateway.conditions())).contains("Accepted=False ListenersNotValid");
        assertThat(gateway.conditions().getFirst().message()).contains("three");
    }

    @Test
    void countsTheRoutesOfAListenerAndTellsWhichKindsItTakes() throws IOException {
        WantedStatus.OfGateway gateway = edge(statuses(
                gateway("modeenvoy", "{name: http, port: 80, protocol: HTTP}"),
                route("{name: edge}", "{backendRefs: []}")));

        assertThat(gateway.listeners().getFirst().attachedRoutes()).isEqualTo(1);
        assertThat(gateway.listeners().getFirst().supportedKinds())
                .containsExactly(
                        new WantedStatus.RouteKind("modeenvoy.io", "AIRoute"),
                        new WantedStatus.RouteKind("gateway.networking.k8s.io", "HTTPRoute"),
                        new WantedStatus.RouteKind("gateway.networking.k8s.io", "GRPCRoute"));
    }

    @Test
    void takesAddressesFromTheServiceOfTheFleet() throws IOException {
        WantedStatus.OfGateway gateway =
                edge(statuses(gateway("modeenvoy", "{name: http, port: 80, protocol: HTTP}"), """
                    apiVersion: v1
                    kind: Service
                    metadata: {name: inside, namespace: demo, labels: {gateway.networking.k8s.io/gateway-name: edge}}
                    spec: {clusterIPs: [10.0.0.7], ports: [{port: 80}]}
                    ---
                    apiVersion: v1
                    kind: Service
                    metadata:
                      name: outside
                      namespace: modeenvoy-system
                      labels: {gateway.networking.k8s.io/gateway-name: edge, modeenvoy.io/gateway-namespace: demo}
                    spec: {clusterIPs: [10.0.0.8], ports: [{port: 80}]}
                    status: {loadBalancer: {ingress: [{hostname: lb.example.com}, {ip: 192.0.2.1}]}}
                    ---
                    apiVersion: v1
                    kind: Service
                    metadata: {name: other, namespace: other, labels: {gateway.networking.k8s.io/gateway-name: edge}}
                    spec: {clusterIPs: [10.0.0.9], ports: [{port: 80}]}
                    ---
                    apiVersion: v1
                    kind: Service
                    metadata:
                      name: thief
                      namespace: other
                      labels: {gateway.networking.k8s.io/gateway-name: edge, modeenvoy.io/gateway-namespace: demo}
                    spec: {clusterIPs: [10.0.0.10], ports: [{port: 80}]}
                    """));

        assertThat(gateway.addresses())
                .containsExactly(
                        new WantedStatus.Address("IPAddress", "10.0.0.7"),
                        new WantedStatus.Address("Hostname", "lb.example.com"),
                        new WantedStatus.Address("IPAddress", "192.0.2.1"));
    }

    @Test
    void tellsARouteOfEachOfItsParents() throws IOException {
        List<WantedStatus.Parent> parents = parents(
                "{name: edge, sectionName: http}, {name: edge, sectionName: absent}, {name: nobody}",
                "{backendRefs: []}");

        assertThat(parents).hasSize(2);
        assertThat(parents.getFirst().ref())
                .isEqualTo(
                        new WantedStatus.ParentRef("gateway.networking.k8s.io", "Gateway", null, "edge", "http", null));
        assertThat(brief(parents.getFirst().conditions()))
                .contains("Accepted=True Accepted", "ResolvedRefs=True ResolvedRefs", "Programmed=Unknown NoNodes");
        assertThat(brief(parents.getLast().conditions()))
                .containsExactly("Accepted=False NoMatchingParent", "ResolvedRefs=True ResolvedRefs");
    }

    @Test
    void tellsARouteWithSomeWrongRulesWhichOnes() throws IOException {
        String wrong = "{matches: [{path: {type: RegularExpression, value: '/('}}], backendRefs: []}";

        assertThat(brief(parents("{name: edge}", "{backendRefs: []}, " + wrong)
                        .getFirst()
                        .conditions()))
                .contains("Accepted=True Accepted", "PartiallyInvalid=True UnsupportedValue");
        assertThat(brief(parents("{name: edge}", wrong).getFirst().conditions()))
                .contains("Accepted=False UnsupportedValue");
    }

    @Test
    void whatIsNotAcceptedIsNotProgrammedAndSaysWhatIsInForce() throws IOException {
        String wrong = "{matches: [{path: {type: RegularExpression, value: '/('}}], backendRefs: []}";
        List<Condition> route = parents("{name: edge}", wrong).getFirst().conditions();
        assertThat(brief(route))
                .contains("Accepted=False UnsupportedValue")
                .doesNotContain("Programmed=True Programmed");

        List<Condition> budget = ((WantedStatus.OfObject) Objects.requireNonNull(statuses(
                                gateway("modeenvoy", "{name: http, port: 80, protocol: HTTP}"),
                                route("{name: edge}", "{backendRefs: []}"),
                                """
                        apiVersion: modeenvoy.io/v1alpha1
                        kind: Budget
                        metadata: {name: half, namespace: demo}
                        spec:
                          target: {kind: HTTPRoute, name: shop}
                          limits:
                          - {unit: Requests, amount: "5", window: {calendar: Day}}
                          - {unit: TotalTokens, amount: "6", window: {calendar: Day}}
                        """)
                        .get(new ObjectKey("Budget", "demo", "half"))))
                .conditions();
        assertThat(brief(budget)).contains("Accepted=False UnsupportedValue", "Programmed=False NotAccepted");
        assertThat(budget.getLast().message())
                .isEqualTo("not as written, see Accepted; what is in force of it: no service is connected");
    }

    @Test
    void anAiRouteWithSomeWrongRulesIsAcceptedInPart() throws IOException {
        String sound = "{name: sound, backendRefs: [{name: absent}]}";
        String wrong =
                "{name: wrong, matches: [{headers: [{name: a, value: b}, {name: A, value: c}]}], backendRefs: [{name:"
                        + " absent}]}";

        assertThat(brief(aiRoute(sound + ", " + wrong)))
                .contains("Accepted=True Accepted", "PartiallyInvalid=True Duplicate");
        assertThat(brief(aiRoute(wrong))).contains("Accepted=False Duplicate", "Programmed=False NotAccepted");
    }

    private List<Condition> aiRoute(String rules) throws IOException {
        WantedStatus status = Objects.requireNonNull(statuses(
                        gateway("modeenvoy", "{name: http, port: 80, protocol: HTTP}"),
                        "{apiVersion: modeenvoy.io/v1alpha1, kind: AIRoute, metadata: {name: chat, namespace: demo},"
                                + " spec: {parentRefs: [{name: edge}], rules: [" + rules + "]}}")
                .get(new ObjectKey("AIRoute", "demo", "chat")));
        return ((WantedStatus.OfObject) status).conditions();
    }

    @Test
    void warnsATenantAndTheRoutesOfANamespaceOfItsName() throws IOException {
        Map<ObjectKey, WantedStatus> statuses = statuses(
                gateway("modeenvoy", "{name: http, port: 80, protocol: HTTP}"),
                route("{name: edge}", "{backendRefs: []}"),
                "{apiVersion: modeenvoy.io/v1alpha1, kind: Tenant, metadata: {name: demo}, spec: {namespaces:"
                        + " [other]}}");

        WantedStatus tenant = Objects.requireNonNull(statuses.get(new ObjectKey("Tenant", "", "demo")));
        WantedStatus route = Objects.requireNonNull(statuses.get(new ObjectKey("HTTPRoute", "demo", "shop")));

        assertThat(brief(((WantedStatus.OfObject) tenant).conditions()))
                .contains("Accepted=True Accepted", "Warned=True NamespaceConflict");
        assertThat(brief(((WantedStatus.OfRoute) route).parents().getFirst().conditions()))
                .contains("Accepted=True Accepted", "Warned=True NamespaceConflict");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSRoute", "TCPRoute", "UDPRoute"})
    void refusesARouteOfAKindThatIsNotServed(String kind) throws IOException {
        String hostnames = kind.equals("TLSRoute") ? "hostnames: [mail.example.com], " : "";
        WantedStatus status = Objects.requireNonNull(
                statuses(gateway("modeenvoy", "{name: http, port: 80, protocol: HTTP}"), """
                    apiVersion: gateway.networking.k8s.io/v1
                    kind: %s
                    metadata: {name: mail, namespace: demo}
                    spec: {%sparentRefs: [{name: edge}], rules: [{backendRefs: [{name: mail, port: 25}]}]}
                    """.formatted(kind, hostnames))
                        .get(new ObjectKey(kind, "demo", "mail")));

        assertThat(brief(((WantedStatus.OfRoute) status).parents().getFirst().conditions()))
                .contains("Accepted=False NotAllowedByListeners");
    }

    @Test
    void tellsAGrpcRouteOfItsParents() throws IOException {
        WantedStatus status =
                Objects.requireNonNull(statuses(gateway("modeenvoy", "{name: http, port: 80, protocol: HTTP}"), """
                    apiVersion: gateway.networking.k8s.io/v1
                    kind: GRPCRoute
                    metadata: {name: cart, namespace: demo}
                    spec: {parentRefs: [{name: edge}], rules: [{backendRefs: [{name: cart, port: 80}]}]}
                    """)
                        .get(new ObjectKey("GRPCRoute", "demo", "cart")));

        assertThat(brief(((WantedStatus.OfRoute) status).parents().getFirst().conditions()))
                .containsExactly(
                        "Accepted=True Accepted", "ResolvedRefs=False BackendNotFound", "Programmed=Unknown NoNodes");
    }

    @Test
    void tellsAListenerSetOfItsListenersAndTheGatewayOfTheSet() throws IOException {
        Map<ObjectKey, WantedStatus> statuses = statuses(
                gateway("modeenvoy", "{name: http, port: 80, protocol: HTTP}")
                        .replace(
                                "{gatewayClassName", "{allowedListeners: {namespaces: {from: Same}}, gatewayClassName"),
                listenerSet(
                        "good",
                        "edge",
                        "{name: more, port: 81, protocol: HTTP}, {name: again, port: 80, protocol: HTTP}"));
        WantedStatus.OfListenerSet set = (WantedStatus.OfListenerSet)
                Objects.requireNonNull(statuses.get(new ObjectKey("ListenerSet", "demo", "good")));

        assertThat(brief(set.conditions()))
                .containsExactly("Accepted=True ListenersNotValid", "Programmed=Unknown NoNodes");
        assertThat(brief(set.listeners().getFirst().conditions())).contains("Accepted=True Accepted");
        assertThat(brief(set.listeners().getLast().conditions()))
                .contains("Accepted=False HostnameConflict", "Conflicted=True HostnameConflict");
        assertThat(edge(statuses).attachedListenerSets()).isEqualTo(1);
    }

    @Test
    void refusesAListenerSetThatTheGatewayDoesNotAllow() throws IOException {
        Map<ObjectKey, WantedStatus> statuses = statuses(
                gateway("modeenvoy", "{name: http, port: 80, protocol: HTTP}"),
                listenerSet("bad", "edge", "{name: more, port: 81, protocol: HTTP}"));
        WantedStatus.OfListenerSet set = (WantedStatus.OfListenerSet)
                Objects.requireNonNull(statuses.get(new ObjectKey("ListenerSet", "demo", "bad")));

        assertThat(brief(set.conditions())).containsExactly("Accepted=False NotAllowed", "Programmed=False NotAllowed");
        assertThat(edge(statuses).attachedListenerSets()).isZero();
    }

    @Test
    void tellsABackendTlsPolicyOfTheGatewaysItIsFeltThrough() throws IOException {
        WantedStatus status = Objects.requireNonNull(statuses(
                        gateway("modeenvoy", "{name: http, port: 80, protocol: HTTP}"),
                        route("{name: edge}", "{backendRefs: [{name: cart, port: 80}]}"),
                        """
                        apiVersion: v1
                        kind: Service
                        metadata: {name: cart, namespace: demo}
                        spec: {ports: [{port: 80}]}
                        ---
                        apiVersion: gateway.networking.k8s.io/v1
                        kind: BackendTLSPolicy
                        metadata: {name: cart, namespace: demo}
                        spec:
                          targetRefs: [{group: "", kind: Service, name: cart}]
                          validation: {hostname: cart.example.com, caCertificateRefs: [{group: "", kind: ConfigMap, name: absent}]}
                        """)
                .get(new ObjectKey("BackendTLSPolicy", "demo", "cart")));
        WantedStatus.OfPolicy policy = (WantedStatus.OfPolicy) status;

        assertThat(policy.ancestors().getFirst().ref())
                .isEqualTo(
                        new WantedStatus.ParentRef("gateway.networking.k8s.io", "Gateway", "demo", "edge", null, null));
        assertThat(brief(policy.ancestors().getFirst().conditions()))
                .containsExactly("Accepted=False NoValidCACertificate", "ResolvedRefs=False InvalidCACertificateRef");
    }

    @Test
    void saysNothingToARouteOfOthers() throws IOException {
        assertThat(parents("{name: nobody}", "{backendRefs: []}")).isEmpty();
    }

    private WantedStatus.OfGateway gatewayStatus(String listeners) throws IOException {
        return edge(statuses(gateway("modeenvoy", listeners)));
    }

    private List<WantedStatus.Parent> parents(String parentRefs, String rules) throws IOException {
        Map<ObjectKey, WantedStatus> statuses =
                statuses(gateway("modeenvoy", "{name: http, port: 80, protocol: HTTP}"), route(parentRefs, rules));
        WantedStatus route = Objects.requireNonNull(statuses.get(new ObjectKey("HTTPRoute", "demo", "shop")));
        return ((WantedStatus.OfRoute) route).parents();
    }

    private static List<Condition> listener(WantedStatus.OfGateway gateway, String name) {
        return gateway.listeners().stream()
                .filter(listener -> listener.name().equals(name))
                .findFirst()
                .orElseThrow()
                .conditions();
    }

    private Map<ObjectKey, WantedStatus> statuses(String... documents) throws IOException {
        return new WrittenCluster(directory).statuses(documents);
    }
}
