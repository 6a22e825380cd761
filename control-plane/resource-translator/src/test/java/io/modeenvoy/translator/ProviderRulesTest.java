package io.modeenvoy.translator;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.ir.AddressRange;
import io.modeenvoy.ir.AddressRules;
import io.modeenvoy.ir.Diagnostic;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the platform says of ModelProviders. */
final class ProviderRulesTest {
    @Test
    void privateAddressesAndNamesAreGoodWhereSomeAreAllowed() {
        AddressRules rules = new AddressRules(
                List.of(), List.of(AddressRange.parse("10.1.0.0/16").orElseThrow()));

        assertThat(mistakes(new ProviderRules(rules, false), "http://10.1.2.3", "http://llm.corp.internal"))
                .isEmpty();
        assertThat(mistakes(new ProviderRules(rules, false), "http://10.2.2.3"))
                .singleElement()
                .asString()
                .startsWith("ModelProvider ai/p0 spec.endpoint.url: http://10.2.2.3 (expected: a public host");
        assertThat(mistakes(ProviderRules.PUBLIC, "http://llm.corp.internal")).hasSize(1);
    }

    @Test
    void publicAddressesAreRefusedWhereThePlatformSaysSo() {
        AddressRules rules =
                new AddressRules(List.of(AddressRange.parse("203.0.113.0/24").orElseThrow()), List.of());

        assertThat(mistakes(new ProviderRules(rules, false), "https://203.0.113.7"))
                .hasSize(1);
        assertThat(mistakes(ProviderRules.PUBLIC, "https://203.0.113.7")).isEmpty();
    }

    @Test
    void aSecretWithoutHostsGoesNowhereWhereTheyAreRequired() {
        String secret = """
                apiVersion: v1
                kind: Secret
                metadata: {name: key, namespace: ai}
                stringData: {apiKey: sk-very-secret}
                """;
        String provider = """
                apiVersion: modeenvoy.io/v1alpha1
                kind: ModelProvider
                metadata: {name: p0, namespace: ai}
                spec:
                  schema: OpenAI
                  endpoint: {url: "https://api.example.com"}
                  auth: {type: Bearer, secretRef: {name: key}}
                """;

        assertThat(said(ProviderRules.PUBLIC, secret, provider)).isEmpty();
        assertThat(said(new ProviderRules(AddressRules.PUBLIC, true), secret, provider))
                .containsExactly(
                        "ModelProvider ai/p0 spec.auth.secretRef.name: key (expected: a Secret whose annotation modeenvoy.io/allowed-hosts names api.example.com)");
    }

    private static List<String> mistakes(ProviderRules rules, String... urls) {
        String[] providers = new String[urls.length];
        for (int i = 0; i < urls.length; i++) {
            providers[i] = """
                    apiVersion: modeenvoy.io/v1alpha1
                    kind: ModelProvider
                    metadata: {name: p%d, namespace: ai}
                    spec:
                      schema: OpenAI
                      endpoint: {url: "%s"}
                    """.formatted(i, urls[i]);
        }
        return said(rules, providers);
    }

    private static List<String> said(ProviderRules rules, String... objects) {
        return ResourceTranslator.translate(
                        WrittenObjects.view(objects),
                        TranslatorOptions.cluster().withProviders(rules),
                        Memo.empty())
                .diagnostics()
                .stream()
                .map(Diagnostic::toString)
                .toList();
    }
}
