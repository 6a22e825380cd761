package io.modeenvoy.ledger;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The ledger in another process, by the Ledger API. A call without an answer within the deadline completes exceptionally. */
public final class RemoteLedger implements Ledger {
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final LedgerGrpc.LedgerStub stub;
    private final Duration deadline;

    /** Gives every call two seconds. */
    public RemoteLedger(Channel channel) {
        this(channel, DEADLINE);
    }

    public RemoteLedger(Channel channel, Duration deadline) {
        this.stub = LedgerGrpc.newStub(channel);
        this.deadline = deadline;
    }

    @Override
    public CompletionStage<ReserveResult> reserve(ReserveRequest request) {
        return this.<ReserveResponse>call(answer -> stub().reserve(message(request), answer))
                .thenApply(LedgerMessages::decode);
    }

    @Override
    public CompletionStage<ReserveResult> charge(ReserveRequest request) {
        return this.<ReserveResponse>call(answer -> stub().charge(message(request), answer))
                .thenApply(LedgerMessages::decode);
    }

    private static io.modeenvoy.ledger.proto.ReserveRequest message(ReserveRequest request) {
        return io.modeenvoy.ledger.proto.ReserveRequest.newBuilder()
                .setId(request.id())
                .addAllHolds(LedgerMessages.encodeHolds(request.holds()))
                .setTtlMillis(request.ttl().plusNanos(999_999).toMillis())
                .build();
    }

    @Override
    public CompletionStage<ReserveResult> extend(String reservationId, List<Amount> amounts) {
        ExtendRequest request = ExtendRequest.newBuilder()
                .setId(reservationId)
                .addAllAmounts(LedgerMessages.encode(amounts))
                .build();
        return this.<ReserveResponse>call(answer -> stub().extend(request, answer))
                .thenApply(LedgerMessages::decode);
    }

    @Override
    public CompletionStage<Void> settle(String reservationId, List<Amount> amounts) {
        SettleRequest request = SettleRequest.newBuilder()
                .setId(reservationId)
                .addAllAmounts(LedgerMessages.encode(amounts))
                .build();
        return this.<SettleResponse>call(answer -> stub().settle(request, answer))
                .thenAccept(nothing -> {});
    }

    @Override
    public CompletionStage<List<BudgetState>> states() {
        return this.<StatesResponse>call(answer -> stub().states(StatesRequest.getDefaultInstance(), answer))
                .thenApply(response -> LedgerMessages.decodeStates(response.getStatesList()));
    }

    private LedgerGrpc.LedgerStub stub() {
        return stub.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    private <T> CompletableFuture<T> call(Consumer<StreamObserver<T>> call) {
        CompletableFuture<T> future = new CompletableFuture<>();
        call.accept(new Answer<>(future));
        return future;
    }

    /** Completes a future with the one answer of a call. */
    private record Answer<T>(CompletableFuture<T> future) implements StreamObserver<T> {
        @Override
        public void onNext(T value) {
            future.complete(value);
        }

        @Override
        public void onError(Throwable error) {
            Status status = Status.fromThrowable(error);
            future.completeExceptionally(
                    status.getCode() == Status.Code.FAILED_PRECONDITION
                            ? new IllegalStateException(status.getDescription(), error)
                            : error);
        }

        @Override
        public void onCompleted() {
            future.completeExceptionally(new IllegalStateException("ledger: no answer (expected: one)"));
        }
    }
}
