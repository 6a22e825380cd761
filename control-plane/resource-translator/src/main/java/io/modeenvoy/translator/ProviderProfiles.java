package io.modeenvoy.translator;

import io.modeenvoy.crd.ModelProviderProfile;
import io.modeenvoy.crd.ModelProviderSpec;
import io.modeenvoy.crd.ReservedHeaders;
import io.modeenvoy.policy.ProviderProfile;
import io.modeenvoy.policy.ProviderProfile.LimitField;
import io.modeenvoy.policy.ProviderProfile.StreamOptions;
import io.modeenvoy.policy.ProviderProfile.UnknownFields;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a provider takes: as its ModelProvider says, else as is known of its host. */
final class ProviderProfiles {
    /** Hosts of OpenAI's own API, and of Azure's with the same models. */
    private static final String OPENAI = "api.openai.com";

    private static final List<String> AZURE =
            List.of(".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com");

    /** It refuses a request with a field it does not know, {@code stream_options} and {@code max_completion_tokens} among them. */
    private static final String MISTRAL = "api.mistral.ai";

    private ProviderProfiles() {}

    static ProviderProfile of(ModelProviderSpec spec, String host, Reporter reporter) {
        ModelProviderProfile written = spec.profile();
        ProviderProfile known = knownOf(host)
                .withUnknownFields(unknownFields(spec))
                .withForwardedHeaders(forwarded(spec.headers(), host, reporter));
        if (written == null) {
            return known;
        }
        return new ProviderProfile(
                known.unknownFields(),
                written.streamOptions() == null ? known.streamOptions() : streamOptions(written.streamOptions()),
                written.outputLimit() == null ? known.limitField() : limitField(written.outputLimit()),
                written.dropFields().stream().distinct().sorted().toList(),
                written.imageTokens() == null ? 0 : written.imageTokens(),
                known.forwardedHeaders());
    }

    private static ProviderProfile knownOf(String host) {
        if (host.equals(MISTRAL)) {
            return ProviderProfile.UNTOLD.withStreamOptions(StreamOptions.NEVER).withLimitField(LimitField.MAX_TOKENS);
        }
        return host.equals(OPENAI) || AZURE.stream().anyMatch(host::endsWith)
                ? ProviderProfile.UNTOLD.withLimitField(LimitField.BOTH)
                : ProviderProfile.UNTOLD;
    }

    private static UnknownFields unknownFields(ModelProviderSpec spec) {
        return switch (spec.unknownFields()) {
            case ALLOW -> UnknownFields.ALLOW;
            case REFUSE -> UnknownFields.REFUSE;
        };
    }

    private static StreamOptions streamOptions(ModelProviderProfile.StreamOptions written) {
        return switch (written) {
            case INJECT -> StreamOptions.INJECT;
            case NEVER -> StreamOptions.NEVER;
        };
    }

    static LimitField limitField(ModelProviderProfile.OutputLimit written) {
        return switch (written) {
            case MAX_TOKENS -> LimitField.MAX_TOKENS;
            case MAX_COMPLETION_TOKENS -> LimitField.MAX_COMPLETION_TOKENS;
            case BOTH -> LimitField.BOTH;
        };
    }

    /**
     * What the object names, and for a server on the gateway's own machine the hints of clients ({@code x-session-affinity}): nobody else learns from them. The
     * schema refuses nearly the same names; an object written before it did is still there.
     */
    private static List<String> forwarded(ModelProviderSpec.@Nullable Headers headers, String host, Reporter reporter) {
        List<String> written = headers == null ? List.of() : headers.forward();
        for (int i = 0; i < written.size(); i++) {
            if (!mayBeForwarded(written.get(i))) {
                reporter.refused(
                        "spec.headers.forward[" + i + "]",
                        Reasons.UNSUPPORTED_VALUE,
                        written.get(i) + " (expected: a header that a client may send to a provider)");
            }
        }
        return Stream.concat(
                        written.stream()
                                .filter(ProviderProfiles::mayBeForwarded)
                                .map(name -> name.toLowerCase(Locale.ROOT)),
                        LocalAddresses.isLoopback(host) ? Stream.of(ProviderProfile.HINTS) : Stream.empty())
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean mayBeForwarded(String name) {
        return ReservedHeaders.mayReachProviders(name) && !name.equalsIgnoreCase(ProviderProfile.HINTS);
    }
}
