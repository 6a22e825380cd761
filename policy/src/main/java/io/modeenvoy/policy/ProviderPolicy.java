package io.modeenvoy.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An upstream that serves models.
 *
 * @param authority host, with port if not the scheme's own, for {@code :authority}
 * @param basePath path prefix without trailing slash, possibly empty: {@code /v1}
 * @param credential how requests are authenticated there; null = not at all
 * @param unknownFields what becomes of a call with fields nobody knows that can choose a model or widen a limit
 */
public record ProviderPolicy(
        NamespacedName name,
        Schema schema,
        String authority,
        String basePath,
        @Nullable Credential credential,
        List<Model> models,
        UnknownFields unknownFields)
        implements PolicyResource {
    public ProviderPolicy {
        models = List.copyOf(models);
        Checks.check(!basePath.endsWith("/"), "basePath: " + basePath + " (expected: no trailing slash)");
    }

    /** A provider of calls whose fields are known. */
    public ProviderPolicy(
            NamespacedName name,
            Schema schema,
            String authority,
            String basePath,
            @Nullable Credential credential,
            List<Model> models) {
        this(name, schema, authority, basePath, credential, models, UnknownFields.REFUSE);
    }

    /** Whether a provider gets fields that may choose a model or widen a limit, and that nobody here has read. */
    public enum UnknownFields {
        /** It does: whoever set it knows what the provider makes of them. */
        ALLOW,
        /** A call that has them is refused. */
        REFUSE
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
