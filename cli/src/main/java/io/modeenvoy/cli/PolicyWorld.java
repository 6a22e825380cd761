package io.modeenvoy.cli;

import io.modeenvoy.access.AccessSnapshot;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.policy.AiEntryPolicy;
import io.modeenvoy.policy.Caller;
import io.modeenvoy.policy.ConsumerPolicy;
import io.modeenvoy.policy.KeyPolicy;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.PolicyResource;
import io.modeenvoy.proc.rule.AiPolicies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The policies of a translation as the services would see them. */
record PolicyWorld(List<PolicyResource> policies, AccessSnapshot access, AiPolicies ai) {
    static PolicyWorld of(Ir ir) {
        List<PolicyResource> policies =
                ir.policies().values().stream().map(Ir.PolicyNode::policy).toList();
        return new PolicyWorld(
                policies,
                AccessSnapshot.empty().with(policies),
                AiPolicies.empty().with(policies));
    }

    /** A caller and the key they use, if one was named. */
    record Who(Caller caller, @Nullable KeyPolicy key) {
        @Override
        public String toString() {
            return "consumer " + caller.consumer() + " of tenant " + caller.tenant()
                    + (key == null ? "" : ", key " + key.name() + (key.revoked() ? " (revoked)" : ""));
        }
    }

    /** The caller by key id or consumer name; null = there is none such. */
    @Nullable
    Who who(@Nullable String keyId, @Nullable NamespacedName consumer) {
        KeyPolicy key = keyId == null ? null : key(keyId);
        NamespacedName name = key == null ? consumer : key.consumer();
        if (name == null || (keyId != null && key == null)) {
            return null;
        }
        for (PolicyResource policy : policies) {
            if (policy instanceof ConsumerPolicy found && found.name().equals(name)) {
                Caller caller = new Caller(
                        found.tenant(), name, key == null ? null : key.name(), key == null ? null : key.keyId());
                return new Who(caller, key);
            }
        }
        return null;
    }

    private @Nullable KeyPolicy key(String keyId) {
        for (PolicyResource policy : policies) {
            if (policy instanceof KeyPolicy key && key.keyId().equals(keyId)) {
                return key;
            }
        }
        return null;
    }

    @Nullable
    AiEntryPolicy entry(String name) {
        return ai.entries().get(name);
    }
}
