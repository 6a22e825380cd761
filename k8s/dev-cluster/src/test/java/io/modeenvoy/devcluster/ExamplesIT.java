package io.modeenvoy.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people copy works by kubectl. */
@ExtendWith(SharedCluster.class)
class ExamplesIT {
    private static final Path EXAMPLES = Path.of("../../examples");
    private final Kubectl kubectl;

    ExamplesIT(DevCluster cluster) {
        this.kubectl = Kubectl.of(cluster);
    }

    @Test
    void theQuickstartCanBeApplied() throws IOException, InterruptedException {
        Path quickstart = EXAMPLES.resolve("quickstart");

        kubectl.say("apply", "-f", quickstart.toString());

        assertThat(kubectl.say("apply", "-f", quickstart.toString()).lines())
                .hasSize(14)
                .noneMatch(line -> line.endsWith(" created"));
    }

    /** YAML reads the bare word on, the former name of retryOn, as true; no schema knows that. */
    @Test
    void theKeyOnWithoutQuotesIsNoFieldOfARetry() throws IOException, InterruptedException {
        Kubectl.Result result = kubectl.run("""
                apiVersion: modeenvoy.io/v1alpha1
                kind: AIRoute
                metadata: {name: bare-on, namespace: default}
                spec:
                  parentRefs: [{name: edge}]
                  rules:
                  - name: all
                    backendRefs: [{name: openai}]
                    retry: {attempts: 1, on: [5xx]}
                """, "apply", "-f", "-");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.said()).contains("unknown field \"spec.rules[0].retry.true\"");
    }
}
