package io.modeenvoy.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.modeenvoy.crd.Kinds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our CRDs as people meet them by kubectl. */
@ExtendWith(SharedCluster.class)
class CrdsIT {
    /** Fields that every kind has, with words of Kubernetes. */
    private static final Set<String> BY_KUBERNETES = Set.of(".apiVersion", ".kind", ".metadata");

    private final DevCluster cluster;
    private final Kubectl kubectl;

    CrdsIT(DevCluster cluster) {
        this.cluster = cluster;
        this.kubectl = Kubectl.of(cluster);
    }

    static Stream<Kinds.Kind<?>> kinds() {
        return Kinds.ours().stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyFieldHasASentence(Kinds.Kind<?> kind) throws IOException, InterruptedException {
        try (ApiClient client = cluster.client()) {
            JsonNode document = client.get("/openapi/v3/apis/" + kind.apiVersion());
            List<String> silent = new ArrayList<>();
            JsonNode schema = document.at("/components/schemas/io.modeenvoy.v1alpha1." + kind.kind());
            assertThat(schema.isMissingNode()).isFalse();
            sentences("", schema, silent);
            assertThat(silent).isEmpty();
        }
    }

    private static void sentences(String path, JsonNode schema, List<String> silent) {
        if (!schema.path("description").asText().endsWith(".")) {
            silent.add(path);
        }
        JsonNode items = schema.path("items");
        JsonNode object = items.isMissingNode() ? schema : items;
        object.path("properties").properties().stream()
                .filter(property -> !BY_KUBERNETES.contains(path + "." + property.getKey()))
                .forEach(property -> sentences(path + "." + property.getKey(), property.getValue(), silent));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void explainKnowsTheKind(Kinds.Kind<?> kind) throws IOException, InterruptedException {
        String name = kind.kind().toLowerCase(Locale.ROOT);
        assertThat(kubectl.say("explain", name + ".spec")).contains("DESCRIPTION:\n    What is wanted.", "FIELDS:");
        assertThat(kubectl.say("explain", "--recursive", name)).contains("status\t<Object>", "conditions\t<[]Object>");
    }

    @Test
    void statusIsASubresource() throws IOException, InterruptedException {
        kubectl.apply(tenant("first", "True"));
        assertThat(tenantField("{.status}")).isEmpty();

        kubectl.say(
                "patch", "tenant", "columns", "--subresource=status", "--type=merge", "-p", status("second", "True"));
        assertThat(tenantField("{.spec.displayName} {.status.conditions[0].status} {.metadata.generation}"))
                .isEqualTo("first True 1");

        kubectl.apply(tenant("third", "False"));
        assertThat(tenantField("{.spec.displayName} {.status.conditions[0].status} {.metadata.generation}"))
                .isEqualTo("third True 2");
    }

    /** Else an older object could take the id of another's key, and disable it. */
    @Test
    void anApiKeyKeepsTheIdItWasMadeWith() throws IOException, InterruptedException {
        kubectl.say("create", "namespace", "key-ids");
        kubectl.apply(apiKey("abc123", "2026-12-01T00:00:00Z"));

        assertThat(kubectl.apply(apiKey("abc123", "2027-01-01T00:00:00Z"))).contains("configured");
        Kubectl.Result changed = kubectl.run(apiKey("def456", "2027-01-01T00:00:00Z"), "apply", "-f", "-");
        assertThat(changed.exitCode()).isEqualTo(1);
        assertThat(changed.said()).contains("expected: the keyId this APIKey was made with");
    }

    private static String apiKey(String keyId, String expiresAt) {
        return """
                apiVersion: modeenvoy.io/v1alpha1
                kind: APIKey
                metadata: {name: kept, namespace: key-ids}
                spec:
                  consumerRef: {name: app}
                  keyId: %s
                  expiresAt: %s
                  digest: {pepper: p1, value: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}
                """.formatted(keyId, expiresAt);
    }

    private String tenantField(String path) throws IOException, InterruptedException {
        return kubectl.say("get", "tenant", "columns", "-o", "jsonpath=" + path);
    }

    private static String tenant(String displayName, String accepted) {
        return "{apiVersion: modeenvoy.io/v1alpha1, kind: Tenant, metadata: {name: columns}, "
                + status(displayName, accepted).substring(1);
    }

    /** A spec and a status, of which a write through one door must leave the other alone. */
    private static String status(String displayName, String accepted) {
        String condition = "{\"type\": \"%s\", \"status\": \"%s\", \"reason\": \"Test\", \"message\": \"m\","
                + " \"lastTransitionTime\": \"2026-01-01T00:00:00Z\"}";
        return "{\"spec\": {\"displayName\": \"%s\"}, \"status\": {\"conditions\": [%s, %s, %s]}}"
                .formatted(
                        displayName,
                        condition.formatted("Accepted", accepted),
                        condition.formatted("Programmed", "False"),
                        condition.formatted("ResolvedRefs", "True"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void getShowsTheConditionsWithAReasonAndAge(Kinds.Kind<?> kind) throws IOException, InterruptedException {
        String namespace = "columns-" + kind.plural();
        kubectl.say("create", "namespace", namespace);
        Sample sample = Sample.all("valid").stream()
                .filter(one -> one.kind().equals(kind))
                .findFirst()
                .orElseThrow();
        kubectl.apply(sample.yaml()
                .replace("name: sample", "name: shown")
                .replace("namespace: samples", "namespace: " + namespace));
        kubectl.say(
                "patch",
                kind.plural(),
                "shown",
                "-n",
                namespace,
                "--subresource=status",
                "--type=merge",
                "-p",
                status("", "True"));

        List<String> lines =
                kubectl.say("get", kind.plural(), "-n", namespace).lines().toList();

        assertThat(lines.getFirst()).matches(".* ACCEPTED +RESOLVEDREFS +PROGRAMMED +REASON +AGE$");
        assertThat(lines.getLast()).matches("^shown .* True +True +False +Test +[0-9]+s$");
        assertThat(kubectl.say("get", kind.plural(), "-n", namespace, "-o", "wide"))
                .containsPattern("AGE +MESSAGE\n")
                .containsPattern("shown .* m\n");
    }

    @Test
    void aBudgetShowsItsLimitAndAProviderWhereItIs() throws IOException, InterruptedException {
        kubectl.say("create", "namespace", "amounts");
        kubectl.apply("""
            apiVersion: modeenvoy.io/v1alpha1
            kind: Budget
            metadata: {name: shown, namespace: amounts}
            spec:
              target: {kind: Consumer, name: app}
              limits:
              - {unit: TotalTokens, amount: "5000", window: {sliding: 1h}}
              - {unit: Money, currency: USD, amount: "25.50", window: {calendar: Month}}
            ---
            apiVersion: modeenvoy.io/v1alpha1
            kind: ModelProvider
            metadata: {name: shown, namespace: amounts}
            spec: {schema: OpenAI, endpoint: {backendRef: {name: vllm, port: 8000}}}
            """);

        assertThat(kubectl.say("get", "budgets", "-n", "amounts", "-o", "wide"))
                .containsPattern("LIMIT +UNIT +WINDOW +KIND +TARGET ")
                .containsPattern("5000 +TotalTokens +1h +Consumer +app ")
                .containsPattern("25[.]50.*Month");
        assertThat(kubectl.say("get", "modelproviders", "-n", "amounts"))
                .containsPattern("NAME +SERVICE +URL +SCHEMA ")
                .containsPattern("shown +vllm +OpenAI ");
    }

    @Test
    void oneGetShowsAllKinds() throws IOException, InterruptedException {
        kubectl.say("get", "airoutes,modelproviders,tenants,consumers,apikeys,budgets,securitypolicies", "-A");
        kubectl.say("get", "modeenvoy", "-A");
    }
}
