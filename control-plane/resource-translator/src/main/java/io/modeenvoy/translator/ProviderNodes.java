package io.modeenvoy.translator;

import io.modeenvoy.ir.Ir.PolicyNode;
import io.modeenvoy.policy.NamespacedName;
import java.util.List;

/** The policies of a provider that can be used: itself and its credential. */
record ProviderNodes(NamespacedName provider) implements Query<List<PolicyNode>> {
    @Override
    public List<PolicyNode> answer(Scope scope) {
        return switch (scope.ask(new Providers(provider))) {
            case Providers.Found.Missing(), Providers.Found.Unusable() -> List.of();
            case Providers.Found.Usable usable -> {
                PolicyNode policy = new PolicyNode(usable.origin(), usable.policy());
                yield usable.credential() == null
                        ? List.of(policy)
                        : List.of(policy, new PolicyNode(usable.origin(), usable.credential()));
            }
        };
    }
}
