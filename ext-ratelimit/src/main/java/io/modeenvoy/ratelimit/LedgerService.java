package io.modeenvoy.ratelimit;

import io.grpc.stub.StreamObserver;
import io.modeenvoy.ledger.Amount;
import io.modeenvoy.ledger.Hold;
import io.modeenvoy.ledger.Ledger;
import io.modeenvoy.ledger.ReserveRequest;
import io.modeenvoy.ledger.proto.ExtendRequest;
import io.modeenvoy.ledger.proto.LedgerGrpc;
import io.modeenvoy.ledger.proto.ReserveResponse;
import io.modeenvoy.ledger.proto.SettleRequest;
import io.modeenvoy.ledger.proto.SettleResponse;
import io.modeenvoy.ledger.proto.StatesRequest;
import io.modeenvoy.ledger.proto.StatesResponse;
import io.modeenvoy.ledger.wire.LedgerMessages;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The Ledger API over a ledger; it resolves the ids of budgets by its own policy. Never blocks. */
final class LedgerService extends LedgerGrpc.LedgerImplBase {
    private final BudgetBook book;
    private final Ledger ledger;

    LedgerService(BudgetBook book, Ledger ledger) {
        this.book = book;
        this.ledger = ledger;
    }

    @Override
    public void reserve(io.modeenvoy.ledger.proto.ReserveRequest request, StreamObserver<ReserveResponse> observer) {
        answer(observer, () -> ledger.reserve(decode(request)), LedgerMessages::encode);
    }

    @Override
    public void charge(io.modeenvoy.ledger.proto.ReserveRequest request, StreamObserver<ReserveResponse> observer) {
        answer(observer, () -> ledger.charge(decode(request)), LedgerMessages::encode);
    }

    private ReserveRequest decode(io.modeenvoy.ledger.proto.ReserveRequest request) {
        BudgetSnapshot budgets = book.snapshot();
        List<Hold> holds = request.getHoldsList().stream()
                .map(hold -> new Hold(budgets.require(hold.getBudgetId()), hold.getAmount()))
                .toList();
        return new ReserveRequest(request.getId(), holds, Duration.ofMillis(request.getTtlMillis()));
    }

    @Override
    public void extend(ExtendRequest request, StreamObserver<ReserveResponse> observer) {
        answer(
                observer,
                () -> ledger.extend(request.getId(), amounts(request.getAmountsList())),
                LedgerMessages::encode);
    }

    @Override
    public void settle(SettleRequest request, StreamObserver<SettleResponse> observer) {
        answer(
                observer,
                () -> ledger.settle(request.getId(), amounts(request.getAmountsList())),
                nothing -> SettleResponse.getDefaultInstance());
    }

    private static List<Amount> amounts(List<io.modeenvoy.ledger.proto.Amount> amounts) {
        return LedgerMessages.decodeAmounts(amounts);
    }

    @Override
    public void states(StatesRequest request, StreamObserver<StatesResponse> observer) {
        answer(
                observer,
                ledger::states,
                states -> StatesResponse.newBuilder()
                        .addAllStates(LedgerMessages.encodeStates(states))
                        .build());
    }

    private static <T extends @Nullable Object, R> void answer(
            StreamObserver<R> observer, Supplier<CompletionStage<T>> call, Function<T, R> encode) {
        CompletionStage<R> reply;
        try {
            reply = call.get().thenApply(encode);
        } catch (RuntimeException e) {
            observer.onError(GrpcErrors.of(e));
            return;
        }
        reply.whenComplete((message, failure) -> {
            if (failure != null) {
                observer.onError(GrpcErrors.of(failure));
            } else {
                observer.onNext(message);
                observer.onCompleted();
            }
        });
    }
}
