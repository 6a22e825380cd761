package io.modeenvoy.translator;

import io.modeenvoy.crd.ModelProviderSpec;
import io.modeenvoy.policy.ProviderPolicy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Prices as they are written and as they are counted. */
final class ProviderPrices {
    private ProviderPrices() {}

    /** Null when there are none, or when one of them is wrong, which is reported. */
    static ProviderPolicy.@Nullable Prices of(
            ModelProviderSpec.@Nullable Prices written, Reporter reporter, String field) {
        if (written == null) {
            return null;
        }
        ModelProviderSpec.PerMillion perMillion = written.perMillion();
        String at = field + ".perMillion";
        Optional<Long> input = nano(perMillion.input(), reporter, at + ".input");
        Optional<Long> cached = perMillion.cachedInput() == null
                ? input
                : nano(perMillion.cachedInput(), reporter, at + ".cachedInput");
        Optional<Long> output = nano(perMillion.output(), reporter, at + ".output");
        if (input.isEmpty() || cached.isEmpty() || output.isEmpty()) {
            return null;
        }
        return new ProviderPolicy.Prices(written.currency(), input.get(), cached.get(), output.get());
    }

    private static Optional<Long> nano(@Nullable String text, Reporter reporter, String field) {
        if (text == null) {
            return Optional.of(0L);
        }
        Optional<Long> nano = Amounts.nano(text);
        if (nano.isEmpty()) {
            reporter.refused(
                    field,
                    Reasons.UNSUPPORTED_VALUE,
                    text
                            + " (expected: a decimal number below 10^9 with at most 9 decimals; the model has no price until then)");
        }
        return nano;
    }
}
