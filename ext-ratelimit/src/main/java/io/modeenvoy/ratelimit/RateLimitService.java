package io.modeenvoy.ratelimit;

import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitServiceGrpc;
import io.grpc.stub.StreamObserver;
import io.modeenvoy.ledger.Ledger;
import io.modeenvoy.ledger.ReserveRequest;
import io.modeenvoy.ledger.ReserveResult;
import io.modeenvoy.service.AskingProxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers Envoy's question for one request: it is counted in all its budgets or in none. Whatever is unclear is an error of the call,
 * so that the filter's failure mode decides, never OK.
 */
final class RateLimitService extends RateLimitServiceGrpc.RateLimitServiceImplBase {
    /** Charges end at once; the ledger asks for one anyway. */
    private static final Duration TTL = Duration.ofSeconds(1);

    private final BudgetBook book;
    private final Ledger ledger;
    private final InstantSource clock;
    private final LimitMetrics metrics;
    private final String instance = UUID.randomUUID() + "/";
    private final AtomicLong calls = new AtomicLong();

    RateLimitService(BudgetBook book, Ledger ledger, InstantSource clock, LimitMetrics metrics) {
        this.book = book;
        this.ledger = ledger;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public void shouldRateLimit(RateLimitRequest request, StreamObserver<RateLimitResponse> observer) {
        LimitRequest asked;
        try {
            asked = LimitRequest.parse(request, book.snapshot());
            AskingProxy proxy = AskingProxy.current();
            asked.routes().forEach(route -> proxy.require(book.gatewaysOf(route)));
        } catch (RuntimeException e) {
            metrics.failed();
            observer.onError(GrpcErrors.of(e));
            return;
        }
        charge(asked).whenComplete((result, failure) -> {
            if (failure != null) {
                metrics.failed();
                observer.onError(GrpcErrors.of(failure));
            } else {
                metrics.decided(result);
                observer.onNext(new LimitAnswer(asked, clock.instant()).of(result));
                observer.onCompleted();
            }
        });
    }

    private CompletionStage<ReserveResult> charge(LimitRequest asked) {
        if (asked.holds().isEmpty()) {
            return CompletableFuture.completedStage(new ReserveResult.Granted(List.of()));
        }
        return ledger.charge(new ReserveRequest(instance + calls.incrementAndGet(), asked.holds(), TTL));
    }
}
