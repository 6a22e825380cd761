package io.modeenvoy.translator;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.crd.SecurityPolicy;
import io.modeenvoy.ir.HttpAction;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.RouteIr;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A SecurityPolicy that cannot be read, of which nobody knows what it would close. */
final class UnreadablePolicyTest {
    private static final ResourceView VIEW = WrittenObjects.view("""
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: demo}
            spec:
              gatewayClassName: modeenvoy
              listeners: [{name: http, port: 8080, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: demo}
            spec: {ports: [{port: 80}]}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: named, namespace: demo}
            spec:
              parentRefs: [{name: edge}]
              hostnames: [named.example.com]
              rules: [{backendRefs: [{name: web, port: 80}]}]
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: unnamed, namespace: demo}
            spec:
              parentRefs: [{name: edge}]
              hostnames: [unnamed.example.com]
              rules: [{backendRefs: [{name: web, port: 80}]}]
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: GRPCRoute
            metadata: {name: calls, namespace: demo}
            spec:
              parentRefs: [{name: edge}]
              hostnames: [calls.example.com]
              rules: [{backendRefs: [{name: web, port: 80}]}]
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: elsewhere, namespace: other}
            spec:
              parentRefs: [{name: edge, namespace: demo}]
              hostnames: [elsewhere.example.com]
              rules: [{filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}]}]
            ---
            apiVersion: modeenvoy.io/v1alpha1
            kind: SecurityPolicy
            metadata: {name: good, namespace: demo}
            spec: {targetRefs: [{kind: HTTPRoute, name: named}], access: Authenticated}
            """);

    private static Translation translate(ResourceView view, Memo memo) {
        return ResourceTranslator.translate(view, TranslatorOptions.files(), memo);
    }

    private static Map<String, Boolean> closed(Ir ir) {
        return ir.gateways().stream()
                .flatMap(gateway -> gateway.ports().stream())
                .flatMap(port -> port.listeners().stream())
                .flatMap(listener -> listener.virtualHosts().values().stream())
                .flatMap(host -> host.routes().stream())
                .map(RouteIr.Http.class::cast)
                .collect(Collectors.toMap(
                        route -> route.origin().name(),
                        route -> route.action().equals(new HttpAction.Respond(500, ""))));
    }

    @Test
    void closesTheRoutesOfItsNamespaceThatNoOtherPolicyNames() {
        Translation open = translate(VIEW, Memo.empty());
        Translation shut = translate(VIEW.withUnreadable(SecurityPolicy.class, "demo", "broken"), open.memo());

        assertThat(closed(open.ir()))
                .isEqualTo(Map.of("named", false, "unnamed", false, "calls", false, "elsewhere", false));
        assertThat(closed(shut.ir()))
                .isEqualTo(Map.of("named", false, "unnamed", true, "calls", true, "elsewhere", false));
        assertThat(shut.diagnostics())
                .filteredOn(diagnostic -> diagnostic.reason().equals(Reasons.POLICY_UNREADABLE))
                .extracting(Object::toString)
                .containsExactly(
                        "GRPCRoute demo/calls: closed, calls are answered with 500 (expected: SecurityPolicies of demo"
                                + " that can be read; one that cannot may be this route's: broken)",
                        "HTTPRoute demo/unnamed: closed, calls are answered with 500 (expected: SecurityPolicies of demo"
                                + " that can be read; one that cannot may be this route's: broken)");
    }

    @Test
    void closesNothingAnyMoreWhenItIsGone() {
        Translation shut = translate(VIEW.withUnreadable(SecurityPolicy.class, "demo", "broken"), Memo.empty());
        ResourceView gone = VIEW.withUnreadable(SecurityPolicy.class, "demo", "broken")
                .without(SecurityPolicy.class, "demo", "broken");

        assertThat(translate(gone, shut.memo()).ir())
                .isEqualTo(translate(VIEW, Memo.empty()).ir());
    }

    @Test
    void isAlsoOneThatWeStumbleOver() {
        SecurityPolicy policy = new SecurityPolicy();
        policy.getMetadata().setNamespace("demo");
        policy.getMetadata().setName("stumbled");

        assertThat(closed(translate(VIEW.with(policy), Memo.empty()).ir())).containsEntry("unnamed", true);
    }
}
