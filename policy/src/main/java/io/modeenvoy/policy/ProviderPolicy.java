package io.modeenvoy.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An upstream that serves models.
 *
 * @param authority host, with port if not the scheme's own, for {@code :authority}
 * @param basePath path prefix without trailing slash, possibly empty: {@code /v1}
 * @param credential how requests are authenticated there; null = not at all
 */
public record ProviderPolicy(
        NamespacedName name,
        Schema schema,
        String authority,
        String basePath,
        @Nullable Credential credential,
        List<Model> models)
        implements PolicyResource {
    public ProviderPolicy {
        models = List.copyOf(models);
        Checks.check(!basePath.endsWith("/"), "basePath: " + basePath + " (expected: no trailing slash)");
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
     */
    public record Model(
            String name,
            long contextWindow,
            long maxOutputTokens,
            @Nullable Prices prices) {}

    /** Prices in nano-units of {@code currency} for one million tokens. */
    public record Prices(String currency, long input, long cachedInput, long output) {}

    @Override
    public String resourceName() {
        return name.toString();
    }
}
