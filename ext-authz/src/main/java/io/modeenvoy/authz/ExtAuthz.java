package io.modeenvoy.authz;

import io.grpc.BindableService;
import io.modeenvoy.service.Metrics;
import io.modeenvoy.service.PolicySubscriber;
import java.time.InstantSource;

/** The service as a whole: give {@link #subscriber} to a policy client and {@link #service} to a gRPC shell. */
public final class ExtAuthz {
    private final AccessState state = new AccessState();
    private final AuthorizationService service;

    public ExtAuthz(InstantSource clock, Metrics metrics) {
        this.service = new AuthorizationService(state, clock, new DecisionMetrics(metrics.registry()));
    }

    /** Takes the policy. */
    public PolicySubscriber subscriber() {
        return state;
    }

    /** Answers {@code envoy.service.auth.v3.Authorization/Check}. */
    public BindableService service() {
        return service;
    }

    /** Whether every collection has arrived; until then every call is refused with 503. */
    public boolean ready() {
        return state.current() != null;
    }
}
