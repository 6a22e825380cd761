package io.modeenvoy.ratelimit;

import io.grpc.BindableService;
import io.micrometer.core.instrument.MeterRegistry;
import io.modeenvoy.ledger.Ledger;
import io.modeenvoy.service.PolicySubscriber;
import java.time.InstantSource;
import java.util.List;

/** The service as a whole: give {@link #subscriber} to a policy client and {@link #services} to a gRPC shell. */
public final class RateLimitServices {
    private final BudgetBook book = new BudgetBook();
    private final List<BindableService> services;

    public RateLimitServices(Ledger ledger, InstantSource clock, MeterRegistry registry) {
        LimitMetrics metrics = new LimitMetrics(registry);
        this.services = List.of(new RateLimitService(book, ledger, clock, metrics), new LedgerService(book, ledger));
    }

    /** Takes the budgets. */
    public PolicySubscriber subscriber() {
        return book;
    }

    /** They answer {@code envoy.service.ratelimit.v3.RateLimitService} and {@code modeenvoy.ledger.v1.Ledger}. */
    public List<BindableService> services() {
        return services;
    }

    /** Whether the budgets have arrived; until then every call that needs them fails with UNAVAILABLE. */
    public boolean ready() {
        return book.isReady();
    }
}
