package io.modeenvoy.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.modeenvoy.crd.AIRoute;
import io.modeenvoy.crd.Kinds;
import org.junit.jupiter.api.Test;

final class ObjectReadingTest {
    private static final String ROUTE = """
            {"apiVersion": "modeenvoy.io/v1alpha1", "kind": "AIRoute",
             "metadata": {"name": "chat", "namespace": "payments", "uid": "u", "resourceVersion": "%s", "generation": 1,
              "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}", "mine": "x"},
              "managedFields": [{"manager": "kubectl"}]},
             "spec": {"parentRefs": [{"name": "edge"}], "newField": {"of": "tomorrow"},
              "rules": [{"name": "all", "backendRefs": [{"name": "openai"}], "retry": {"attempts": 1, "on": ["%s"]}}]},
             "status": {"conditions": []}}""";

    @Test
    void leavesOutWhatChangesThoughNothingWasChanged() {
        Change.Present before = (Change.Present) read("AIRoute", ROUTE.formatted("10", "5xx"));
        Change.Present after = (Change.Present) read("AIRoute", ROUTE.formatted("11", "5xx"));

        assertThat(after.object()).isEqualTo(before.object());
        assertThat(after.object().getMetadata().getManagedFields()).isEmpty();
        assertThat(after.object().getMetadata().getAnnotations()).containsOnlyKeys("mine");
        assertThat(after.observed().isAtLeast(before.observed())).isTrue();
        assertThat(before.observed().isAtLeast(after.observed())).isFalse();
    }

    @Test
    void keepsTheStatusBesideTheObject() {
        Change.Present present = (Change.Present) read("AIRoute", ROUTE.formatted("10", "5xx"));

        assertThat(((AIRoute) present.object()).getStatus()).isNull();
        assertThat(present.observed().status().has("conditions")).isTrue();
    }

    @Test
    void tellsFieldAndWordsOfAnObjectFromTomorrow() {
        Change.Unreadable unreadable = (Change.Unreadable) read("AIRoute", ROUTE.formatted("10", "gateway-error"));

        assertThat(unreadable.key()).isEqualTo(new ObjectKey("AIRoute", "payments", "chat"));
        assertThat(unreadable.why().reason())
                .startsWith("spec.rules[0].retry.on[0]: ")
                .contains("gateway-error");
    }

    /** What Go writes for a list that nobody has filled. */
    @Test
    void takesNullForAbsent() {
        Change.Present present = (Change.Present)
                read(
                        "EndpointSlice",
                        "{\"metadata\": {\"name\": \"s\", \"namespace\": \"n\", \"labels\": null}, \"addressType\": \"IPv4\", \"endpoints\": null, \"ports\": null}");

        JsonNode slice = ObjectReading.JSON.valueToTree(present.object());
        assertThat(slice.path("endpoints").isNull()).isFalse();
        assertThat(slice.path("ports").isNull()).isFalse();
        assertThat(present.object().getMetadata().getLabels()).isEmpty();
    }

    @Test
    void neverTellsTheValueOfASecret() {
        Change.Unreadable unreadable = (Change.Unreadable)
                read("Secret", "{\"metadata\": {\"name\": \"s\", \"namespace\": \"n\"}, \"data\": \"hidden\"}");

        assertThat(unreadable.why().reason()).contains("data").doesNotContain("hidden");
    }

    private static Change read(String kind, String json) {
        Kinds.Kind<?> found = Kinds.all().stream()
                .filter(each -> each.kind().equals(kind))
                .findFirst()
                .orElseThrow();
        try {
            return new ObjectReading(found).read(ObjectReading.JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
