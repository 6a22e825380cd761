package io.modeenvoy.translator;

import io.modeenvoy.ir.AddressRules;
import org.jspecify.annotations.Nullable;

/**
 * What the platform lets a ModelProvider do.
 *
 * @param addresses where its URL may lead; null = anywhere, this machine and the cluster too
 * @param secretHostsRequired whether a Secret goes to no host unless it names those it may be sent to
 */
public record ProviderRules(@Nullable AddressRules addresses, boolean secretHostsRequired) {
    /** Anywhere. */
    public static final ProviderRules ANYWHERE = new ProviderRules(null, false);

    /** To public addresses. */
    public static final ProviderRules PUBLIC = new ProviderRules(AddressRules.PUBLIC, false);
}
