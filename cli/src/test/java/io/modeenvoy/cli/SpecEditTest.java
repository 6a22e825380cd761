package io.modeenvoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.policy.NamespacedName;
import org.junit.jupiter.api.Test;

final class SpecEditTest {
    private static final NamespacedName KEY = new NamespacedName("demo", "app-1");

    @Test
    void addsAFieldToABlockSpecAndKeepsComments() {
        String text = """
                apiVersion: modeenvoy.io/v1alpha1
                kind: APIKey
                metadata: {name: app-1, namespace: demo}
                spec:   # mine
                  keyId: abc
                """;

        assertThat(SpecEdit.set(text, "APIKey", KEY, "revoked", "true")).hasValue("""
                apiVersion: modeenvoy.io/v1alpha1
                kind: APIKey
                metadata: {name: app-1, namespace: demo}
                spec:   # mine
                  revoked: true
                  keyId: abc
                """);
    }

    @Test
    void leavesAFormAloneThatALineMoreWouldSpoil() {
        for (String spec : new String[] {"spec:\n  {keyId: abc}\n", "spec:\n    keyId: abc\n", "spec:\n"}) {
            String text = "kind: APIKey\nmetadata: {name: app-1, namespace: demo}\n" + spec;

            assertThat(SpecEdit.set(text, "APIKey", KEY, "revoked", "true"))
                    .as(spec)
                    .isEmpty();
        }
    }

    @Test
    void changesAFieldThatIsThere() {
        String text = """
                kind: APIKey
                metadata:
                  name: app-1
                  namespace: demo
                spec:
                  revoked: false # for now
                """;

        assertThat(SpecEdit.set(text, "APIKey", KEY, "revoked", "true").orElseThrow())
                .contains("  revoked: true # for now\n");
    }

    @Test
    void changesFlowStyle() {
        String text = "kind: APIKey\nmetadata: {name: app-1, namespace: demo}\nspec: {keyId: abc, revoked: false}\n";

        assertThat(SpecEdit.set(text, "APIKey", KEY, "revoked", "true").orElseThrow())
                .endsWith("spec: {keyId: abc, revoked: true}\n");
        assertThat(SpecEdit.set(text, "APIKey", KEY, "expiresAt", "\"2026-01-01T00:00:00Z\"")
                        .orElseThrow())
                .endsWith("spec: {expiresAt: \"2026-01-01T00:00:00Z\", keyId: abc, revoked: false}\n");
    }

    @Test
    void touchesOnlyTheDocumentOfTheObject() {
        String other = "kind: APIKey\nmetadata: {name: app-11, namespace: demo}\nspec:\n  keyId: x\n";
        String ours = "kind: APIKey\nmetadata: {name: app-1, namespace: demo}\nspec:\n  keyId: y\n";

        assertThat(SpecEdit.set(other + "---\n" + ours, "APIKey", KEY, "revoked", "true"))
                .hasValue(
                        other
                                + "---\nkind: APIKey\nmetadata: {name: app-1, namespace: demo}\nspec:\n  revoked: true\n  keyId: y\n");
    }

    @Test
    void findsNothingWhereTheObjectIsNot() {
        assertThat(SpecEdit.set(
                        "kind: Consumer\nmetadata: {name: app-1, namespace: demo}\nspec:\n",
                        "APIKey",
                        KEY,
                        "revoked",
                        "true"))
                .isEmpty();
    }
}
