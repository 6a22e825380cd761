package io.modeenvoy.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An upstream that serves models.
 *
 * @param authority host, with port if not the scheme's own, for {@code :authority}
 * @param basePath path prefix without trailing slash, possibly empty: {@code /v1}
 * @param query what every call has in its query, without the question mark, possibly empty: {@code api-version=2024-10-21}
 * @param credential how requests are authenticated there; null = not at all
 */
public record ProviderPolicy(
        NamespacedName name,
        Schema schema,
        String authority,
        String basePath,
        String query,
        @Nullable Credential credential,
        List<Model> models,
        ProviderProfile profile)
        implements PolicyResource {
    public ProviderPolicy {
        models = List.copyOf(models);
        Checks.check(!basePath.endsWith("/"), "basePath: " + basePath + " (expected: no trailing slash)");
    }

    /** A provider of which nothing more is said. */
    public ProviderPolicy(
            NamespacedName name,
            Schema schema,
            String authority,
            String basePath,
            @Nullable Credential credential,
            List<Model> models) {
        this(name, schema, authority, basePath, "", credential, models, ProviderProfile.UNTOLD);
    }

    /** The same provider with another query. */
    public ProviderPolicy withQuery(String other) {
        return new ProviderPolicy(name, schema, authority, basePath, other, credential, models, profile);
    }

    /** The same provider with another profile. */
    public ProviderPolicy withProfile(ProviderProfile other) {
        return new ProviderPolicy(name, schema, authority, basePath, query, credential, models, other);
    }

    /** The wire format spoken upstream. */
    public enum Schema {
        OPENAI
    }

    /**
     * A header that authenticates us.
     *
     * @param header lower case, for example {@code authorization}
     * @param prefix put before the secret, for example {@code "Bearer "}
     * @param secretName name of the {@link SecretValue} that holds it
     */
    public record Credential(String header, String prefix, String secretName) {}

    /**
     * A model the provider serves. Limits of 0 are unknown.
     *
     * @param prices null = not priced
     * @param limitField the field that limits its output; null = that of the provider
     * @param imageTokens most input tokens of one picture; 0 = as the provider says
     */
    public record Model(
            String name,
            long contextWindow,
            long maxOutputTokens,
            @Nullable Prices prices,
            ProviderProfile.@Nullable LimitField limitField,
            long imageTokens) {
        /** A model that is as its provider is. */
        public Model(String name, long contextWindow, long maxOutputTokens, @Nullable Prices prices) {
            this(name, contextWindow, maxOutputTokens, prices, null, 0);
        }
    }

    /** Prices in nano-units of {@code currency} for one million tokens. */
    public record Prices(String currency, long input, long cachedInput, long output) {}

    @Override
    public String resourceName() {
        return name.toString();
    }
}
