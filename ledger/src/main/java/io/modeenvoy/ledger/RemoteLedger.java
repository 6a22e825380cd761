package io.modeenvoy.ledger;

import io.grpc.Channel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The ledger in another process, by the Ledger API. */
public final class RemoteLedger implements Ledger {
    private final Channel channel;

    public RemoteLedger(Channel channel) {
        this.channel = channel;
    }

    @Override
    public CompletionStage<ReserveResult> reserve(ReserveRequest request) {
        return CompletableFuture.failedStage(new IllegalStateException("not there yet: " + channel.authority()));
    }

    @Override
    public CompletionStage<ReserveResult> extend(String reservationId, List<Amount> amounts) {
        return CompletableFuture.failedStage(new IllegalStateException("not there yet"));
    }

    @Override
    public CompletionStage<Void> settle(String reservationId, List<Amount> amounts) {
        return CompletableFuture.failedStage(new IllegalStateException("not there yet"));
    }

    @Override
    public CompletionStage<List<BudgetState>> states() {
        return CompletableFuture.failedStage(new IllegalStateException("not there yet"));
    }
}
