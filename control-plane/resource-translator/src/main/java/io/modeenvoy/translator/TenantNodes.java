package io.modeenvoy.translator;

import io.modeenvoy.crd.Tenant;
import io.modeenvoy.ir.Ir.PolicyNode;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.TenantPolicy;

/** A tenant as policy: a Tenant, or a namespace that none names. */
record TenantNodes(String tenant) implements ObjectQuery<PolicyNode> {
    @Override
    public ObjectRef owner() {
        return new ObjectRef("Tenant", "", tenant);
    }

    /** As if it were suspended. */
    @Override
    public PolicyNode nothing() {
        return new PolicyNode(owner(), new TenantPolicy(tenant, true));
    }

    @Override
    public PolicyNode work(Scope scope) {
        Tenant found = scope.get(Tenant.class, "", tenant);
        return found == null
                ? new PolicyNode(new ObjectRef("Namespace", "", tenant), new TenantPolicy(tenant, false))
                : new PolicyNode(
                        Identity.ref(found),
                        new TenantPolicy(tenant, found.getSpec().suspended()));
    }
}
