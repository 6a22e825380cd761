package io.modeenvoy.policy.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.modeenvoy.policy.AccessMode;
import io.modeenvoy.policy.AiEntryPolicy;
import io.modeenvoy.policy.AiRoutePolicy;
import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetTarget;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.BudgetWindow;
import io.modeenvoy.policy.ConsumerPolicy;
import io.modeenvoy.policy.KeyDigest;
import io.modeenvoy.policy.KeyPolicy;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.PolicyResource;
import io.modeenvoy.policy.ProviderPolicy;
import io.modeenvoy.policy.ProviderProfile;
import io.modeenvoy.policy.RouteAccess;
import io.modeenvoy.policy.RouteRef;
import io.modeenvoy.policy.SecretValue;
import io.modeenvoy.policy.TenantPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PolicyWireTest {
    private static final NamespacedName BATCH = new NamespacedName("payments", "batch");
    private static final KeyDigest DIGEST = new KeyDigest("1", "A".repeat(43) + "=");

    static Stream<PolicyResource> everyKindOfPolicy() {
        return Stream.concat(keys(), others());
    }

    private static Stream<PolicyResource> keys() {
        return Stream.of(
                new KeyPolicy(
                        new NamespacedName("payments", "batch-1"),
                        BATCH,
                        "7Qm2xk",
                        DIGEST,
                        Instant.parse("2026-11-01T00:00:00Z"),
                        Instant.parse("2027-11-01T00:00:00Z"),
                        List.of("10.0.0.0/8"),
                        true),
                new KeyPolicy(new NamespacedName("a", "b"), BATCH, "x", DIGEST, null, null, List.of(), false),
                new KeyPolicy(
                        new NamespacedName("a", "epoch"),
                        BATCH,
                        "x",
                        DIGEST,
                        Instant.EPOCH.minusMillis(1),
                        Instant.EPOCH,
                        List.of(),
                        false));
    }

    private static Stream<PolicyResource> others() {
        return Stream.of(
                new TenantPolicy("payments", true),
                new ConsumerPolicy(
                        BATCH,
                        "payments",
                        false,
                        List.of(new ConsumerPolicy.JwtIdentity("https://idp.example.com", Map.of("sub", "batch")))),
                new RouteAccess(
                        RouteRef.parse("airoute/payments/chat"),
                        AccessMode.TENANT,
                        "payments",
                        List.of(new NamespacedName("gateways", "edge"))),
                budget(new BudgetWindow.Calendar(BudgetWindow.Span.MONTH, ZoneId.of("Europe/Berlin"))),
                budget(new BudgetWindow.Sliding(Duration.ofHours(1))),
                new AiEntryPolicy(
                        "gateways/edge/8080/*",
                        new NamespacedName("gateways", "edge"),
                        List.of(new NamespacedName("payments", "chat"))),
                new AiRoutePolicy(
                        new NamespacedName("payments", "chat"),
                        List.of(new AiRoutePolicy.Rule(
                                "payments/chat/fast",
                                List.of(new AiRoutePolicy.Match(List.of("fast", "gpt-4o*"), Map.of("x-tier", "gold"))),
                                List.of(
                                        new AiRoutePolicy.Backend("payments/openai@mini", BATCH, "mini", 90, 0),
                                        new AiRoutePolicy.Backend("payments/llama", BATCH, null, 1, 1)),
                                Duration.ofMillis(1_500)))),
                pricedProvider(),
                new ProviderPolicy(
                        new NamespacedName("payments", "local"),
                        ProviderPolicy.Schema.OPENAI,
                        "127.0.0.1:8089",
                        "",
                        "api-version=2",
                        null,
                        List.of(new ProviderPolicy.Model(
                                "old", 0, 0, null, ProviderProfile.LimitField.MAX_TOKENS, 1_600)),
                        new ProviderProfile(
                                ProviderProfile.UnknownFields.ALLOW,
                                ProviderProfile.StreamOptions.NEVER,
                                ProviderProfile.LimitField.MAX_COMPLETION_TOKENS,
                                List.of("logprobs", "store"),
                                1_445,
                                List.of("traceparent"))),
                new SecretValue("pepper/1", "p".getBytes(StandardCharsets.UTF_8)));
    }

    private static ProviderPolicy pricedProvider() {
        return new ProviderPolicy(
                new NamespacedName("payments", "openai"),
                ProviderPolicy.Schema.OPENAI,
                "api.openai.com",
                "/v1",
                new ProviderPolicy.Credential("authorization", "Bearer ", "secret/payments/openai/apiKey"),
                List.of(
                        new ProviderPolicy.Model(
                                "mini",
                                128_000,
                                16_384,
                                new ProviderPolicy.Prices("USD", 150_000_000, 75_000_000, 600_000_000)),
                        new ProviderPolicy.Model("free", 0, 0, null)));
    }

    private static BudgetPolicy budget(BudgetWindow window) {
        return new BudgetPolicy(
                "payments/monthly/money/month",
                new NamespacedName("payments", "monthly"),
                new BudgetTarget(BudgetTarget.Kind.TENANT, new NamespacedName("", "payments")),
                BudgetUnit.MONEY,
                2_500_000_000_000L,
                "USD",
                window,
                BudgetMode.STRICT);
    }

    @ParameterizedTest
    @MethodSource("everyKindOfPolicy")
    void comesBackAsItWentOut(PolicyResource policy) {
        Message message = PolicyEncoder.encode(policy);
        String typeUrl = "type.googleapis.com/" + message.getDescriptorForType().getFullName();

        assertThat(PolicyTypes.ALL).contains(typeUrl);
        assertThat(PolicyDecoder.decode(typeUrl, message.toByteString())).isEqualTo(policy);
    }

    @Test
    void namesTheTypeOfBytesItCannotRead() {
        assertThatThrownBy(() -> PolicyDecoder.decode(PolicyTypes.KEY, ByteString.copyFromUtf8("\uFFFFnonsense")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(PolicyTypes.KEY);
    }

    @Test
    void refusesAnUnknownCollection() {
        assertThatThrownBy(() -> PolicyDecoder.decode("type.googleapis.com/x.Y", ByteString.EMPTY))
                .hasMessageContaining("type.googleapis.com/x.Y (expected: one of");
    }

    @Test
    void hidesSecretsWhenPrinted() {
        assertThat(new SecretValue("pepper/1", "topsecret".getBytes(StandardCharsets.UTF_8)))
                .hasToString("SecretValue[pepper/1, hidden]");
    }
}
