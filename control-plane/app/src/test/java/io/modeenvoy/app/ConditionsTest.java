package io.modeenvoy.app;

import static io.modeenvoy.app.World.EDGE;
import static io.modeenvoy.ir.Diagnostic.ConditionType.ACCEPTED;
import static io.modeenvoy.ir.Diagnostic.ConditionType.PROGRAMMED;
import static io.modeenvoy.ir.Diagnostic.ConditionType.RESOLVED_REFS;
import static io.modeenvoy.xds.translator.TypeUrls.LISTENER;
import static io.modeenvoy.xds.translator.TypeUrls.ROUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.policy.wire.PolicyTypes;
import io.modeenvoy.testkit.xds.AdsClient;
import io.modeenvoy.xds.translator.XdsTranslator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From what translation and clients say to conditions on the user's own objects. */
final class ConditionsTest {
    @TempDir
    private Path directory;

    private World world;

    @BeforeEach
    void start() throws IOException {
        world = new World(directory);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void nobodyConnectedIsUnknown() {
        world.controlPlane.firstPass().toCompletableFuture().join();

        ConditionView programmed = world.condition("AIRoute", "chat", PROGRAMMED);
        assertThat(programmed.status()).isEqualTo("Unknown");
        assertThat(programmed.reason()).isEqualTo("NoNodes");
        assertThat(programmed.message()).startsWith("no proxy or service is connected");
        assertThat(world.condition("AIRoute", "chat", ACCEPTED).status()).isEqualTo("True");
    }

    @Test
    void acknowledgedByAllIsProgrammed() {
        connected(world.proxy(EDGE));
        services(world.services());

        ConditionView programmed = world.condition("AIRoute", "chat", PROGRAMMED);
        assertThat(programmed.status()).isEqualTo("True");
        assertThat(programmed.reason()).isEqualTo("Programmed");
        assertThat(programmed.message()).isEqualTo("on every proxy and service that needs it");
    }

    @Test
    void aRejectedListenerIsAConditionOnItsGatewayInEnvoysWordsAndOnNoOther() {
        AdsClient envoy = world.proxy(XdsTranslator.ALL_GROUP)
                .rejecting("demo/inner/8081", "cannot bind '0.0.0.0:8081': Address already in use");
        envoy.connect().awaitNames(LISTENER, "demo/edge/8080").awaitNames(ROUTES, "demo/edge/8080");
        envoy.barrier();
        services(world.services());

        ConditionView rejected = world.condition("Gateway", "inner", PROGRAMMED);
        assertThat(rejected.status()).isEqualTo("False");
        assertThat(rejected.reason()).isEqualTo("Rejected");
        assertThat(rejected.message())
                .contains("programmed on 0/1 proxies", "cannot bind '0.0.0.0:8081': Address already in use");
        assertThat(world.condition("Gateway", "edge", PROGRAMMED).status()).isEqualTo("True");
        assertThat(world.condition("AIRoute", "chat", PROGRAMMED).status()).isEqualTo("True");
    }

    @Test
    void aRejectionIsHistoryWhenTheObjectWasMended() {
        AdsClient envoy = world.proxy(XdsTranslator.ALL_GROUP).rejecting("demo/inner/8081", "Address already in use");
        envoy.connect().awaitNames(LISTENER, "demo/edge/8080");
        envoy.barrier();
        assertThat(world.condition("Gateway", "inner", PROGRAMMED).reason()).isEqualTo("Rejected");

        world.write("inner.yaml", Demo.gateway("inner", 8082));

        envoy.awaitNames(LISTENER, "demo/edge/8080", "demo/inner/8082")
                .awaitNames(ROUTES, "demo/edge/8080", "demo/inner/8082");
        envoy.barrier();
        assertThat(world.condition("Gateway", "inner", PROGRAMMED).status()).isEqualTo("True");
    }

    @Test
    void aPolicyThatAServiceRejectsIsAConditionOnItsObject() {
        connected(world.proxy(EDGE));
        AdsClient services = world.services().rejecting("demo/simulator", "schema 9: unknown");
        services.connect().awaitNames(PolicyTypes.AI_ROUTE, "demo/chat").barrier();

        ConditionView rejected = world.condition("ModelProvider", "simulator", PROGRAMMED);
        assertThat(rejected.reason()).isEqualTo("Rejected");
        assertThat(rejected.message()).startsWith("rejected: ").contains("schema 9: unknown");
        assertThat(world.condition("Consumer", "app", PROGRAMMED).status()).isEqualTo("True");
    }

    @Test
    void aSecurityPolicyIsLiveWhereItsRoutesAre() throws IOException {
        AdsClient services = services(world.services());
        world.proxy("gateway/demo/inner")
                .connect()
                .awaitNames(ROUTES, "demo/inner/8081")
                .barrier();

        world.write("policy.yaml", """
            apiVersion: modeenvoy.io/v1alpha1
            kind: SecurityPolicy
            metadata: {name: guard, namespace: demo}
            spec: {targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: status}], access: Tenant}
            """);

        services.await(
                "the policy is live",
                () -> world.find("SecurityPolicy", "guard", PROGRAMMED)
                        .map(ConditionView::message)
                        .equals(Optional.of("on every proxy and service that needs it")));
    }

    @Test
    void whatValidateSaysOfAReferenceIsResolvedRefs() throws IOException {
        AdsClient services = services(world.services());

        world.replace("chat.yaml", "name: simulator", "name: simulater");

        services.await(
                "the route without its provider",
                () -> world.condition("AIRoute", "chat", RESOLVED_REFS).status().equals("False"));
        ConditionView resolved = world.condition("AIRoute", "chat", RESOLVED_REFS);
        assertThat(resolved.reason()).isEqualTo("BackendNotFound");
        assertThat(resolved.message())
                .isEqualTo(
                        "spec.rules[0].backendRefs[0].name: simulater (expected: a ModelProvider in demo; did you mean"
                                + " simulator?)");
        assertThat(world.condition("AIRoute", "chat", ACCEPTED).status()).isEqualTo("True");
        assertThat(world.condition("HTTPRoute", "status", RESOLVED_REFS).status())
                .isEqualTo("True");
    }

    @Test
    void whatValidateSaysOfTheObjectItselfIsAccepted() throws IOException {
        AdsClient services = services(world.services());

        world.replace("chat.yaml", "name: edge", "name: egde");

        services.await(
                "the route without its gateway",
                () -> world.condition("AIRoute", "chat", ACCEPTED).status().equals("False"));
        ConditionView accepted = world.condition("AIRoute", "chat", ACCEPTED);
        assertThat(accepted.reason()).isEqualTo("NoMatchingParent");
        assertThat(accepted.message())
                .isEqualTo("spec.parentRefs[0].name: egde (expected: a Gateway in demo; did you mean edge?)");
        assertThat(world.condition("Gateway", "edge", ACCEPTED).status()).isEqualTo("True");
    }

    private static void connected(AdsClient edge) {
        edge.connect().awaitNames(ROUTES, "demo/edge/8080").barrier();
    }

    private static AdsClient services(AdsClient services) {
        services.connect().awaitNames(PolicyTypes.PROVIDER, "demo/simulator").barrier();
        return services;
    }
}
