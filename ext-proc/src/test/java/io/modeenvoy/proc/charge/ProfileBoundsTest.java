package io.modeenvoy.proc.charge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.modeenvoy.policy.AiRoutePolicy;
import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetTarget;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.BudgetWindow;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.ProviderPolicy;
import io.modeenvoy.policy.ProviderProfile;
import io.modeenvoy.policy.ProviderProfile.LimitField;
import io.modeenvoy.proc.openai.Endpoint;
import io.modeenvoy.proc.request.RequestScan;
import io.modeenvoy.proc.request.ScanResult;
import io.modeenvoy.proc.rule.Target;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a provider's profile makes of a call: its body and its bounds. */
final class ProfileBoundsTest {
    private static final NamespacedName NAME = new NamespacedName("a", "p");
    private static final ProviderProfile UNTOLD = ProviderProfile.UNTOLD;
    private static final List<BudgetPolicy> STRICT = List.of(new BudgetPolicy(
            "b",
            NAME,
            new BudgetTarget(BudgetTarget.Kind.TENANT, new NamespacedName("", "t")),
            BudgetUnit.TOTAL_TOKENS,
            10,
            "",
            new BudgetWindow.Sliding(Duration.ofHours(1)),
            BudgetMode.STRICT));

    private static Target target(ProviderPolicy.Model model, ProviderProfile profile) {
        ProviderPolicy provider = new ProviderPolicy(NAME, ProviderPolicy.Schema.OPENAI, "p", "", null, List.of(model))
                .withProfile(profile);
        return new Target(new AiRoutePolicy.Backend("b", NAME, null, 1, 0), provider, model.name(), model);
    }

    private static Bounds bounds(Endpoint endpoint, String body, Target target, List<BudgetPolicy> budgets) {
        CallSize size = new CallSize(endpoint, scanned(body), body.length(), 4_096);
        return Bounds.of(size, target, budgets);
    }

    private static RequestScan scanned(String body) {
        return switch (RequestScan.scan(ByteString.copyFromUtf8(body))) {
            case ScanResult.Scanned(RequestScan scan) -> scan;
            case ScanResult.Refused refused -> throw new AssertionError(refused);
        };
    }

    /** The body as it goes out. */
    private static String sent(Bounds bounds, String body) {
        return bounds.patch().apply(ByteString.copyFromUtf8(body), scanned(body)).toStringUtf8();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // what the provider takes, the client's fields, those that go out, the bound of output
                "MAX_TOKENS|``|\"max_tokens\":500,|500",
                "MAX_TOKENS|\"max_tokens\":9,|\"max_tokens\":9,|9",
                "MAX_TOKENS|\"max_completion_tokens\":9,|\"max_tokens\":9,|9",
                "MAX_TOKENS|\"max_completion_tokens\":900,|\"max_tokens\":500,|500",
                "MAX_TOKENS|\"max_tokens\":9,\"max_completion_tokens\":12,|\"max_tokens\":9,|9",
                "MAX_TOKENS|\"max_tokens\":null,\"max_completion_tokens\":12,|\"max_tokens\":12,|12",
                "MAX_TOKENS|\"max_completion_tokens\":null,|\"max_tokens\":500,|500",
                "MAX_COMPLETION_TOKENS|``|\"max_completion_tokens\":500,|500",
                "MAX_COMPLETION_TOKENS|\"max_tokens\":9,|\"max_completion_tokens\":9,|9",
                "MAX_COMPLETION_TOKENS|\"max_tokens\":null,|\"max_completion_tokens\":500,|500",
                "BOTH|``|\"max_completion_tokens\":500,|500",
                "BOTH|\"max_tokens\":900,|\"max_tokens\":500,|500",
                "BOTH|\"max_tokens\":9,\"max_completion_tokens\":12,|\"max_tokens\":9,\"max_completion_tokens\":12,|12",
                "UNKNOWN|``|\"max_tokens\":500,|500",
                "UNKNOWN|\"max_tokens\":9,|\"max_tokens\":9,|9",
                "UNKNOWN|\"max_completion_tokens\":9,|\"max_completion_tokens\":9,|9"
            })
    void limitsTheOutputInTheFieldThatTheProviderTakes(LimitField field, String asked, String sent, long output) {
        ProviderPolicy.Model model = new ProviderPolicy.Model("m", 0, 500, null);
        String body = "{" + asked + "\"model\":\"m\"}";
        Bounds bounds = bounds(Endpoint.CHAT, body, target(model, UNTOLD.withLimitField(field)), STRICT);

        assertThat(sent(bounds, body)).isEqualTo("{" + sent + "\"model\":\"m\"}");
        assertThat(bounds.upper().output()).isEqualTo(output);
    }

    @Test
    void renamesALimitAlsoWhereNoBudgetCounts() {
        ProviderPolicy.Model model = new ProviderPolicy.Model("m", 0, 500, null);
        String body = "{\"model\":\"m\",\"max_completion_tokens\":900}";

        Bounds bounds =
                bounds(Endpoint.CHAT, body, target(model, UNTOLD.withLimitField(LimitField.MAX_TOKENS)), List.of());

        assertThat(sent(bounds, body)).isEqualTo("{\"model\":\"m\",\"max_tokens\":900}");
    }

    @Test
    void aModelMayTakeAnotherFieldThanItsProvider() {
        ProviderPolicy.Model model =
                new ProviderPolicy.Model("o", 0, 500, null, LimitField.MAX_COMPLETION_TOKENS, 0);
        String body = "{\"model\":\"o\",\"max_tokens\":9}";

        Bounds bounds =
                bounds(Endpoint.CHAT, body, target(model, UNTOLD.withLimitField(LimitField.MAX_TOKENS)), STRICT);

        assertThat(sent(bounds, body)).isEqualTo("{\"model\":\"o\",\"max_completion_tokens\":9}");
    }

    @ParameterizedTest
    @CsvSource({"COMPLETIONS, max_tokens", "RESPONSES, max_output_tokens"})
    void otherEndpointsHaveOneFieldOnly(Endpoint endpoint, String field) {
        ProviderPolicy.Model model = new ProviderPolicy.Model("m", 0, 500, null);
        String body = "{\"model\":\"m\"}";

        Bounds bounds =
                bounds(endpoint, body, target(model, UNTOLD.withLimitField(LimitField.MAX_COMPLETION_TOKENS)), STRICT);

        assertThat(sent(bounds, body)).isEqualTo("{\"" + field + "\":500,\"model\":\"m\"}");
    }

    @Test
    void neitherAddsNorSendsStreamOptionsWhereTheyAreNotTaken() {
        ProviderProfile never = UNTOLD.withStreamOptions(ProviderProfile.StreamOptions.NEVER);
        Target target = target(new ProviderPolicy.Model("m", 0, 0, null), never);
        String plain = "{\"model\":\"m\",\"stream\":true}";
        String asking = "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}";

        assertThat(sent(bounds(Endpoint.CHAT, plain, target, STRICT), plain)).doesNotContain("stream_options");
        assertThat(sent(bounds(Endpoint.CHAT, asking, target, STRICT), asking)).doesNotContain("stream_options");
        assertThat(bounds(Endpoint.CHAT, plain, target, STRICT).addsUsage()).isFalse();
    }

    @Test
    void addsUsageOnlyWhereTheClientDidNotAskForIt() {
        Target target = target(new ProviderPolicy.Model("m", 0, 0, null), UNTOLD);
        String plain = "{\"model\":\"m\",\"stream\":true}";
        String asking = "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}";

        assertThat(bounds(Endpoint.CHAT, plain, target, STRICT).addsUsage()).isTrue();
        assertThat(bounds(Endpoint.CHAT, asking, target, STRICT).addsUsage()).isFalse();
        assertThat(bounds(Endpoint.RESPONSES, plain, target, STRICT).addsUsage())
                .isFalse();
    }

    @Test
    void dropsTheFieldsThatTheProviderRefuses() {
        Target target = target(
                new ProviderPolicy.Model("m", 0, 0, null), UNTOLD.withDroppedFields(List.of("logprobs", "store")));
        String body = "{\"store\":true,\"model\":\"m\",\"seed\":1,\"logprobs\":false}";

        assertThat(sent(bounds(Endpoint.CHAT, body, target, List.of()), body))
                .isEqualTo("{\"model\":\"m\",\"seed\":1}");
    }
}
