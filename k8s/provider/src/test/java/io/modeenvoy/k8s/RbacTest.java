package io.modeenvoy.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.crd.Kinds;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The rights that the chart gives are those that the code needs. */
final class RbacTest {
    @Test
    void mayReadEveryKindWeReadAndNothingElse() {
        List<String> needed = new ArrayList<>();
        for (Kinds.Kind<?> kind : Kinds.all()) {
            needed.add(kind.group() + " " + kind.plural() + " [list, watch]");
        }

        assertThat(rules("cluster-role").filter(rule -> rule.contains(" [list, watch]")))
                .containsExactlyInAnyOrderElementsOf(needed);
    }

    @Test
    void mayWriteNothingButTheStatusesWeWriteAndEvents() {
        List<String> needed = Stream.concat(
                        Kinds.all().stream()
                                .filter(ObjectReading::isStatusOurs)
                                .filter(kind -> !kind.kind().equals("ReferenceGrant"))
                                .map(kind -> kind.group() + " " + kind.plural() + "/status [patch]"),
                        Stream.of("events.k8s.io events [create, patch]"))
                .toList();

        assertThat(rules("cluster-role").filter(rule -> !rule.contains(" [list, watch]")))
                .containsExactlyInAnyOrderElementsOf(needed);
    }

    @Test
    void mayWithTheWebhookKeepItsCertificatesAndSayWhomToBelieveAndNoMore() {
        assertThat(rules("webhook-role")).containsExactly(" secrets [get, update] [modeenvoy-webhook]");
        assertThat(rules("webhook-cluster-role"))
                .containsExactly("admissionregistration.k8s.io mutatingwebhookconfigurations [get, patch]"
                        + " [modeenvoy-injection]");
    }

    @Test
    void mayWithGatewaysOfItsOwnKeepTheirEnvoysAndNoMore() {
        String verbs = " [get, list, watch, create, patch, delete]";
        assertThat(rules("gateways-cluster-role"))
                .containsExactlyInAnyOrder(
                        " serviceaccounts" + verbs,
                        " secrets" + verbs,
                        " services" + verbs,
                        "apps deployments" + verbs,
                        "apps daemonsets" + verbs,
                        "policy poddisruptionbudgets" + verbs,
                        "networking.k8s.io networkpolicies" + verbs);
    }

    /** {@code group resource [verbs] [names]}. */
    private static Stream<String> rules(String file) {
        InputStream yaml = Objects.requireNonNull(RbacTest.class.getResourceAsStream("/rbac/" + file + ".yaml"));
        Map<String, Object> role = new Yaml().load(yaml);
        return list(role.get("rules")).stream().flatMap(rule -> {
            Map<?, ?> fields = (Map<?, ?>) rule;
            Object group = list(fields.get("apiGroups")).getFirst();
            Object names = fields.get("resourceNames");
            return list(fields.get("resources")).stream()
                    .map(resource ->
                            group + " " + resource + " " + fields.get("verbs") + (names == null ? "" : " " + names));
        });
    }

    private static List<?> list(@Nullable Object value) {
        return (List<?>) Objects.requireNonNull(value);
    }
}
