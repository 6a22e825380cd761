package io.modeenvoy.translator;

import io.modeenvoy.crd.Tenant;
import io.modeenvoy.ir.Ir.PolicyNode;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.TenantPolicy;

/** A tenant as policy: a Tenant, or a namespace that none names. */
record TenantNodes(String tenant) implements ObjectQuery<PolicyNode> {
    @Override
    public ObjectRef owner() {
        return TenantPolicy.isNamespace(tenant)
                ? new ObjectRef("Namespace", "", NamespacedName.parse(tenant).name())
                : new ObjectRef("Tenant", "", tenant);
    }

    /** As if it were suspended. */
    @Override
    public PolicyNode nothing() {
        return new PolicyNode(owner(), new TenantPolicy(tenant, true));
    }

    @Override
    public PolicyNode work(Scope scope) {
        Tenant found = TenantPolicy.isNamespace(tenant) ? null : scope.get(Tenant.class, "", tenant);
        if (found == null) {
            return new PolicyNode(owner(), new TenantPolicy(tenant, false));
        }
        Namesakes.warnTenant(scope, new Reporter(scope, owner()), tenant);
        return new PolicyNode(owner(), new TenantPolicy(tenant, found.getSpec().suspended()));
    }
}
