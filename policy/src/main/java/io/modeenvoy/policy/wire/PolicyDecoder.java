package io.modeenvoy.policy.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
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
import io.modeenvoy.policy.ProviderProfile.LimitField;
import io.modeenvoy.policy.RouteAccess;
import io.modeenvoy.policy.RouteRef;
import io.modeenvoy.policy.SecretValue;
import io.modeenvoy.policy.TenantPolicy;
import io.modeenvoy.policy.proto.AiEntry;
import io.modeenvoy.policy.proto.AiRoute;
import io.modeenvoy.policy.proto.Budget;
import io.modeenvoy.policy.proto.Consumer;
import io.modeenvoy.policy.proto.Key;
import io.modeenvoy.policy.proto.Provider;
import io.modeenvoy.policy.proto.Route;
import io.modeenvoy.policy.proto.Secret;
import io.modeenvoy.policy.proto.Tenant;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Messages to records; what cannot be understood is an {@link IllegalArgumentException} whose message a NACK can carry. */
public final class PolicyDecoder {
    private PolicyDecoder() {}

    /** Decodes one resource of the collection {@code typeUrl}. */
    public static PolicyResource decode(String typeUrl, ByteString bytes) {
        try {
            return parse(typeUrl, bytes);
        } catch (InvalidProtocolBufferException | DateTimeException e) {
            throw new IllegalArgumentException(typeUrl + ": " + e.getMessage(), e);
        }
    }

    private static PolicyResource parse(String typeUrl, ByteString bytes) throws InvalidProtocolBufferException {
        if (typeUrl.equals(PolicyTypes.TENANT)) {
            Tenant tenant = Tenant.parseFrom(bytes);
            return new TenantPolicy(tenant.getName(), tenant.getSuspended());
        } else if (typeUrl.equals(PolicyTypes.CONSUMER)) {
            return consumer(Consumer.parseFrom(bytes));
        } else if (typeUrl.equals(PolicyTypes.KEY)) {
            return key(Key.parseFrom(bytes));
        } else if (typeUrl.equals(PolicyTypes.ROUTE)) {
            Route route = Route.parseFrom(bytes);
            return new RouteAccess(
                    RouteRef.parse(route.getRoute()),
                    AccessMode.valueOf(route.getAccessMode()),
                    route.getTenant(),
                    route.getGatewaysList().stream().map(NamespacedName::parse).toList());
        } else if (typeUrl.equals(PolicyTypes.BUDGET)) {
            return budget(Budget.parseFrom(bytes));
        } else if (typeUrl.equals(PolicyTypes.AI_ENTRY)) {
            AiEntry entry = AiEntry.parseFrom(bytes);
            return new AiEntryPolicy(
                    entry.getName(),
                    entry.getGateway().isEmpty() ? null : NamespacedName.parse(entry.getGateway()),
                    entry.getRoutesList().stream().map(NamespacedName::parse).toList());
        } else if (typeUrl.equals(PolicyTypes.AI_ROUTE)) {
            return route(AiRoute.parseFrom(bytes));
        } else if (typeUrl.equals(PolicyTypes.PROVIDER)) {
            return provider(Provider.parseFrom(bytes));
        } else if (typeUrl.equals(PolicyTypes.SECRET)) {
            Secret secret = Secret.parseFrom(bytes);
            return new SecretValue(secret.getName(), secret.getValue().toByteArray());
        }
        throw new IllegalArgumentException("type URL: " + typeUrl + " (expected: one of " + PolicyTypes.ALL + ")");
    }

    private static ConsumerPolicy consumer(Consumer consumer) {
        return new ConsumerPolicy(
                NamespacedName.parse(consumer.getName()),
                consumer.getTenant(),
                consumer.getSuspended(),
                consumer.getJwtList().stream()
                        .map(jwt -> new ConsumerPolicy.JwtIdentity(jwt.getIssuer(), jwt.getClaimsMap()))
                        .toList());
    }

    private static KeyPolicy key(Key key) {
        return new KeyPolicy(
                NamespacedName.parse(key.getName()),
                NamespacedName.parse(key.getConsumer()),
                key.getKeyId(),
                new KeyDigest(key.getDigestPepper(), key.getDigestBase64()),
                key.hasNotBeforeMillis() ? Instant.ofEpochMilli(key.getNotBeforeMillis()) : null,
                key.hasExpiresAtMillis() ? Instant.ofEpochMilli(key.getExpiresAtMillis()) : null,
                key.getAllowedCidrsList(),
                key.getRevoked());
    }

    private static BudgetPolicy budget(Budget budget) {
        return new BudgetPolicy(
                budget.getId(),
                NamespacedName.parse(budget.getBudget()),
                new BudgetTarget(
                        BudgetTarget.Kind.valueOf(budget.getTargetKind()), NamespacedName.parse(budget.getTarget())),
                BudgetUnit.valueOf(budget.getUnit()),
                budget.getAmount(),
                budget.getCurrency(),
                window(budget),
                BudgetMode.valueOf(budget.getMode()));
    }

    private static BudgetWindow window(Budget budget) {
        return switch (budget.getWindowCase()) {
            case CALENDAR ->
                new BudgetWindow.Calendar(
                        BudgetWindow.Span.valueOf(budget.getCalendar().getSpan()),
                        ZoneId.of(budget.getCalendar().getZone()));
            case SLIDING_MILLIS -> new BudgetWindow.Sliding(Duration.ofMillis(budget.getSlidingMillis()));
            case WINDOW_NOT_SET -> throw new IllegalArgumentException("window: absent (expected: calendar or sliding)");
        };
    }

    private static AiRoutePolicy route(AiRoute route) {
        return new AiRoutePolicy(
                NamespacedName.parse(route.getName()),
                route.getRulesList().stream()
                        .map(rule -> new AiRoutePolicy.Rule(
                                rule.getId(),
                                rule.getMatchesList().stream()
                                        .map(match ->
                                                new AiRoutePolicy.Match(match.getModelsList(), match.getHeadersMap()))
                                        .toList(),
                                rule.getBackendsList().stream()
                                        .map(PolicyDecoder::backend)
                                        .toList(),
                                rule.getFirstTokenMillis() == 0 ? null : Duration.ofMillis(rule.getFirstTokenMillis())))
                        .toList());
    }

    private static AiRoutePolicy.Backend backend(AiRoute.Backend backend) {
        return new AiRoutePolicy.Backend(
                backend.getId(),
                NamespacedName.parse(backend.getProvider()),
                backend.getModel().isEmpty() ? null : backend.getModel(),
                backend.getWeight(),
                backend.getPriority());
    }

    private static ProviderPolicy provider(Provider provider) {
        Provider.Credential credential = provider.getCredential();
        return new ProviderPolicy(
                NamespacedName.parse(provider.getName()),
                ProviderPolicy.Schema.valueOf(provider.getSchema()),
                provider.getAuthority(),
                provider.getBasePath(),
                provider.getQuery(),
                provider.hasCredential()
                        ? new ProviderPolicy.Credential(
                                credential.getHeader(), credential.getPrefix(), credential.getSecretName())
                        : null,
                provider.getModelsList().stream().map(PolicyDecoder::model).toList(),
                profile(provider));
    }

    private static ProviderProfile profile(Provider provider) {
        LimitField limitField = limitField(provider.getLimitField());
        return new ProviderProfile(
                provider.getAllowUnknownFields()
                        ? ProviderProfile.UnknownFields.ALLOW
                        : ProviderProfile.UnknownFields.REFUSE,
                provider.getNeverStreamOptions()
                        ? ProviderProfile.StreamOptions.NEVER
                        : ProviderProfile.StreamOptions.INJECT,
                limitField == null ? LimitField.UNKNOWN : limitField,
                provider.getDroppedFieldsList(),
                provider.getImageTokens(),
                provider.getForwardedHeadersList());
    }

    private static @Nullable LimitField limitField(String name) {
        return name.isEmpty() ? null : LimitField.valueOf(name);
    }

    private static ProviderPolicy.Model model(Provider.Model model) {
        Provider.Prices prices = model.getPrices();
        return new ProviderPolicy.Model(
                model.getName(),
                model.getContextWindow(),
                model.getMaxOutputTokens(),
                model.hasPrices()
                        ? new ProviderPolicy.Prices(
                                prices.getCurrency(), prices.getInput(), prices.getCachedInput(), prices.getOutput())
                        : null,
                limitField(model.getLimitField()),
                model.getImageTokens());
    }
}
