package io.modeenvoy.policy;

import org.jspecify.annotations.Nullable;

/**
 * Who calls, as decided by {@code access}. All but the tenant are null for a call without credential on a route that asks for none.
 *
 * @param tenant the consumer's tenant, or the route's for a call without credential
 * @param key the APIKey object that was used
 * @param keyId the public part of the key
 */
public record Caller(
        String tenant,
        @Nullable NamespacedName consumer,
        @Nullable NamespacedName key,
        @Nullable String keyId) {}
