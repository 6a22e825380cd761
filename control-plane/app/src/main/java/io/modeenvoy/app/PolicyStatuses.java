package io.modeenvoy.app;

import io.modeenvoy.crd.Api;
import io.modeenvoy.ir.Diagnostic.ConditionType;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.k8s.WantedStatus;
import io.modeenvoy.k8s.WantedStatus.Condition;
import java.util.List;

/** The statuses of BackendTLSPolicies in the words of the Gateway API: one entry for each Gateway through which they are felt. Pure. */
final class PolicyStatuses {
    /** As many as the Gateway API lets a policy have. */
    private static final int MOST = 16;

    private PolicyStatuses() {}

    static WantedStatus policy(ObjectMistakes mistakes, List<ObjectRef> gateways) {
        List<Condition> conditions = List.of(
                mistakes.condition(ConditionType.ACCEPTED, "Accepted", ""),
                mistakes.condition(ConditionType.RESOLVED_REFS, "ResolvedRefs", ""));
        return new WantedStatus.OfPolicy(
                Api.GATEWAY_CONTROLLER,
                gateways.stream()
                        .limit(MOST)
                        .map(gateway -> new WantedStatus.Parent(ref(gateway), conditions))
                        .toList());
    }

    private static WantedStatus.ParentRef ref(ObjectRef gateway) {
        return new WantedStatus.ParentRef(
                "gateway.networking.k8s.io", gateway.kind(), gateway.namespace(), gateway.name(), null, null);
    }
}
