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
        return bounds.patch()
                .apply(ByteString.copyFromUtf8(body), scanned(body))
                .toStringUtf8();
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
        ProviderPolicy.Model model = new ProviderPolicy.Model("o", 0, 500, null, LimitField.MAX_COMPLETION_TOKENS, 0);
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

    @ParameterizedTest
    @CsvSource({
        // model, tokens of one picture by its ModelProvider and by the model, of one in low detail, of any other
        "gpt-4o, 0, 0, 85, 1445",
        "gpt-4o-2024-08-06, 0, 0, 85, 1445",
        "openai/gpt-4o, 0, 0, 85, 1445",
        "gpt-4o-mini, 0, 0, 2833, 48169",
        "gpt-4.1-mini, 0, 0, 2489, 2489",
        "gpt-5, 0, 0, 70, 1190",
        "gpt-5.4, 0, 0, 16384, 16384",
        "gpt-4of, 0, 0, 16384, 16384",
        "claude-3-5-sonnet-latest, 0, 0, 1700, 1700",
        "claude-opus-4-7, 0, 0, 4800, 4800",
        "gemini-3-pro, 0, 0, 2240, 2240",
        "my-own, 0, 0, 16384, 16384",
        "my-own, 900, 0, 900, 900",
        "gpt-4o, 900, 0, 900, 900",
        "gpt-4o, 900, 40, 40, 40"
    })
    void aPictureIsAsManyTokensAsItsModelMakesOfOne(String name, long provider, long own, long low, long other) {
        Target target = target(new ProviderPolicy.Model(name, 0, 0, null, null, own), UNTOLD.withImageTokens(provider));
        String url = "data:image/png;base64," + "A".repeat(100_000);
        String picture = "{\"type\":\"image_url\",\"image_url\":{\"url\":\"%s\"%s}}";
        String body = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":[%s,%s,%s]}]}"
                .formatted(
                        name,
                        picture.formatted(url, ",\"detail\":\"low\""),
                        picture.formatted(url, ""),
                        picture.formatted("https://a/b", ",\"detail\":\"high\""));
        long text = body.length() - 2L * url.length() - "https://a/b".length();

        Bounds bounds = bounds(Endpoint.CHAT, body, target, STRICT);

        assertThat(bounds.upper().input()).isEqualTo(text + low + 2 * other);
        assertThat(bounds.countedInput()).isEqualTo((text + 3) / 4 + low + 2 * other);
        assertThat(bounds.expected().input()).isEqualTo(bounds.countedInput());
    }

    @Test
    void picturesAreNeverMoreThanTheContextWindow() {
        Target target = target(new ProviderPolicy.Model("m", 20_000, 0, null), UNTOLD);
        String picture = "{\"type\":\"input_image\",\"image_url\":\"https://a/b\"}";
        String body =
                "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":[%s,%s]}]}".formatted(picture, picture);

        assertThat(bounds(Endpoint.RESPONSES, body, target, STRICT).upper().input())
                .isEqualTo(20_000);
    }

    @Test
    void aFileBesideAPictureHoldsTheWindow() {
        Target target = target(new ProviderPolicy.Model("gpt-4o", 128_000, 0, null), UNTOLD);
        String body =
                "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a/b\"}},{\"type\":\"file\",\"file\":{\"file_data\":\"data:application/pdf;base64,AAAA\"}}]}]}";

        assertThat(bounds(Endpoint.CHAT, body, target, STRICT).upper().input()).isEqualTo(128_000);
    }
}
