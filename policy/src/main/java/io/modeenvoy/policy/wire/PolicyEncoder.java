package io.modeenvoy.policy.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.modeenvoy.policy.AiEntryPolicy;
import io.modeenvoy.policy.AiRoutePolicy;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetWindow;
import io.modeenvoy.policy.ConsumerPolicy;
import io.modeenvoy.policy.KeyPolicy;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.PolicyResource;
import io.modeenvoy.policy.ProviderPolicy;
import io.modeenvoy.policy.ProviderProfile;
import io.modeenvoy.policy.RouteAccess;
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

/** Records to messages. */
public final class PolicyEncoder {
    private PolicyEncoder() {}

    /** The message of {@code resource}; its type names the collection ({@link PolicyTypes}). */
    public static Message encode(PolicyResource resource) {
        return switch (resource) {
            case TenantPolicy tenant ->
                Tenant.newBuilder()
                        .setName(tenant.name())
                        .setSuspended(tenant.suspended())
                        .build();
            case ConsumerPolicy consumer -> consumer(consumer);
            case KeyPolicy key -> key(key);
            case RouteAccess access ->
                Route.newBuilder()
                        .setRoute(access.route().toString())
                        .setAccessMode(access.mode().name())
                        .setTenant(access.tenant())
                        .addAllGateways(access.gateways().stream()
                                .map(NamespacedName::toString)
                                .toList())
                        .build();
            case BudgetPolicy budget -> budget(budget);
            case AiEntryPolicy entry ->
                AiEntry.newBuilder()
                        .setName(entry.name())
                        .setGateway(
                                entry.gateway() == null ? "" : entry.gateway().toString())
                        .addAllRoutes(entry.routes().stream()
                                .map(NamespacedName::toString)
                                .toList())
                        .build();
            case AiRoutePolicy route -> route(route);
            case ProviderPolicy provider -> provider(provider);
            case SecretValue secret ->
                Secret.newBuilder()
                        .setName(secret.resourceName())
                        .setValue(ByteString.copyFrom(secret.bytes()))
                        .build();
        };
    }

    private static Consumer consumer(ConsumerPolicy consumer) {
        Consumer.Builder builder = Consumer.newBuilder()
                .setName(consumer.name().toString())
                .setTenant(consumer.tenant())
                .setSuspended(consumer.suspended());
        for (ConsumerPolicy.JwtIdentity identity : consumer.jwt()) {
            builder.addJwtBuilder().setIssuer(identity.issuer()).putAllClaims(identity.claims());
        }
        return builder.build();
    }

    private static Key key(KeyPolicy key) {
        Key.Builder builder = Key.newBuilder()
                .setName(key.name().toString())
                .setConsumer(key.consumer().toString())
                .setKeyId(key.keyId())
                .setDigestPepper(key.digest().pepper())
                .setDigestBase64(key.digest().base64())
                .addAllAllowedCidrs(key.allowedCidrs())
                .setRevoked(key.revoked());
        if (key.notBefore() != null) {
            builder.setNotBeforeMillis(key.notBefore().toEpochMilli());
        }
        if (key.expiresAt() != null) {
            builder.setExpiresAtMillis(key.expiresAt().toEpochMilli());
        }
        return builder.build();
    }

    private static Budget budget(BudgetPolicy budget) {
        Budget.Builder builder = Budget.newBuilder()
                .setId(budget.id())
                .setBudget(budget.budget().toString())
                .setTargetKind(budget.target().kind().name())
                .setTarget(budget.target().name().toString())
                .setUnit(budget.unit().name())
                .setAmount(budget.amount())
                .setCurrency(budget.currency())
                .setMode(budget.mode().name());
        switch (budget.window()) {
            case BudgetWindow.Calendar(var span, var zone) ->
                builder.getCalendarBuilder().setSpan(span.name()).setZone(zone.getId());
            case BudgetWindow.Sliding(var length) -> builder.setSlidingMillis(length.toMillis());
        }
        return builder.build();
    }

    private static AiRoute route(AiRoutePolicy route) {
        AiRoute.Builder builder = AiRoute.newBuilder().setName(route.name().toString());
        for (AiRoutePolicy.Rule rule : route.rules()) {
            AiRoute.Rule.Builder ruleBuilder = builder.addRulesBuilder()
                    .setId(rule.id())
                    .setFirstTokenMillis(
                            rule.firstToken() == null ? 0 : rule.firstToken().toMillis());
            for (AiRoutePolicy.Match match : rule.matches()) {
                ruleBuilder.addMatchesBuilder().addAllModels(match.models()).putAllHeaders(match.headers());
            }
            for (AiRoutePolicy.Backend backend : rule.backends()) {
                ruleBuilder
                        .addBackendsBuilder()
                        .setId(backend.id())
                        .setProvider(backend.provider().toString())
                        .setModel(backend.model() == null ? "" : backend.model())
                        .setWeight(backend.weight())
                        .setPriority(backend.priority());
            }
        }
        return builder.build();
    }

    private static Provider provider(ProviderPolicy provider) {
        Provider.Builder builder = Provider.newBuilder()
                .setName(provider.name().toString())
                .setSchema(provider.schema().name())
                .setAuthority(provider.authority())
                .setBasePath(provider.basePath())
                .setQuery(provider.query());
        profile(builder, provider.profile());
        if (provider.credential() != null) {
            builder.getCredentialBuilder()
                    .setHeader(provider.credential().header())
                    .setPrefix(provider.credential().prefix())
                    .setSecretName(provider.credential().secretName());
        }
        for (ProviderPolicy.Model model : provider.models()) {
            model(builder.addModelsBuilder(), model);
        }
        return builder.build();
    }

    private static void profile(Provider.Builder builder, ProviderProfile profile) {
        builder.setAllowUnknownFields(profile.unknownFields() == ProviderProfile.UnknownFields.ALLOW)
                .setNeverStreamOptions(profile.streamOptions() == ProviderProfile.StreamOptions.NEVER)
                .setLimitField(profile.limitField().name())
                .addAllDroppedFields(profile.droppedFields())
                .setImageTokens(profile.imageTokens())
                .addAllForwardedHeaders(profile.forwardedHeaders());
    }

    private static void model(Provider.Model.Builder builder, ProviderPolicy.Model model) {
        builder.setName(model.name())
                .setContextWindow(model.contextWindow())
                .setMaxOutputTokens(model.maxOutputTokens())
                .setLimitField(
                        model.limitField() == null ? "" : model.limitField().name())
                .setImageTokens(model.imageTokens());
        if (model.prices() != null) {
            builder.getPricesBuilder()
                    .setCurrency(model.prices().currency())
                    .setInput(model.prices().input())
                    .setCachedInput(model.prices().cachedInput())
                    .setOutput(model.prices().output());
        }
    }
}
