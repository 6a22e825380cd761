package io.modeenvoy.proc;

import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.ProviderPolicy;
import io.modeenvoy.policy.ProviderProfile;
import io.modeenvoy.proc.charge.CallSize;
import io.modeenvoy.proc.openai.ApiError;
import io.modeenvoy.proc.openai.Endpoint;
import io.modeenvoy.proc.request.OutputLimit;
import io.modeenvoy.proc.request.RequestScan;
import io.modeenvoy.proc.rule.Target;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Refuses fields by which a provider could do something else than was judged here, unless every provider that may get them is said to allow it. */
final class Unjudged {
    private Unjudged() {}

    static Optional<ApiError> refusal(CallSize size, List<Target> targets, List<BudgetPolicy> budgets) {
        ProviderPolicy refusing = targets.stream()
                .map(Target::provider)
                .filter(provider -> provider.profile().unknownFields() == ProviderProfile.UnknownFields.REFUSE)
                .findFirst()
                .orElse(null);
        if (refusing == null) {
            return Optional.empty();
        }
        String model = size.scan().otherModel();
        String limit = limit(size.endpoint(), size.scan());
        BudgetPolicy strict = limit == null ? null : strict(budgets);
        if (model != null) {
            return refused(model, "names models beside the field model", refusing);
        } else if (limit != null && strict != null) {
            return refused(
                    limit,
                    "may widen what the strict budget " + strict.budget() + " has to hold for the call",
                    refusing);
        }
        return Optional.empty();
    }

    /** A field that is no limit here, but may be one at the provider. */
    private static @Nullable String limit(Endpoint endpoint, RequestScan scan) {
        List<OutputLimit> known = OutputLimit.of(endpoint);
        return scan.limits().keySet().stream()
                .filter(limit -> endpoint.generates() && !known.contains(limit))
                .map(OutputLimit::field)
                .sorted()
                .findFirst()
                .orElse(scan.otherLimit());
    }

    private static @Nullable BudgetPolicy strict(List<BudgetPolicy> budgets) {
        return budgets.stream()
                .filter(budget -> budget.mode() == BudgetMode.STRICT && budget.unit() != BudgetUnit.REQUESTS)
                .findFirst()
                .orElse(null);
    }

    private static Optional<ApiError> refused(String field, String why, ProviderPolicy refusing) {
        return Optional.of(ApiError.field(
                field,
                "%s: %s (expected: absent, or unknownFields: Allow at the ModelProvider %s)"
                        .formatted(field, why, refusing.name())));
    }
}
