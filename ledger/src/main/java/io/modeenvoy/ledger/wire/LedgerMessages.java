package io.modeenvoy.ledger.wire;

import io.modeenvoy.ledger.Amount;
import io.modeenvoy.ledger.BudgetState;
import io.modeenvoy.ledger.Hold;
import io.modeenvoy.ledger.ReserveResult;
import io.modeenvoy.ledger.proto.ReserveResponse;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.proto.Budget;
import io.modeenvoy.policy.wire.PolicyDecoder;
import io.modeenvoy.policy.wire.PolicyEncoder;
import io.modeenvoy.policy.wire.PolicyTypes;
import java.time.Instant;
import java.util.List;

/** Values to messages of the Ledger API and back; what cannot be understood is an {@link IllegalArgumentException}. */
public final class LedgerMessages {
    private LedgerMessages() {}

    /** Amounts as messages. */
    public static List<io.modeenvoy.ledger.proto.Amount> encode(List<Amount> amounts) {
        return amounts.stream()
                .map(amount -> encode(amount.budgetId(), amount.amount()))
                .toList();
    }

    /** Holds as messages; the server knows the definitions of their budgets. */
    public static List<io.modeenvoy.ledger.proto.Amount> encodeHolds(List<Hold> holds) {
        return holds.stream()
                .map(hold -> encode(hold.budget().id(), hold.amount()))
                .toList();
    }

    private static io.modeenvoy.ledger.proto.Amount encode(String budgetId, long amount) {
        return io.modeenvoy.ledger.proto.Amount.newBuilder()
                .setBudgetId(budgetId)
                .setAmount(amount)
                .build();
    }

    /** Amounts from messages. */
    public static List<Amount> decodeAmounts(List<io.modeenvoy.ledger.proto.Amount> amounts) {
        return amounts.stream()
                .map(amount -> new Amount(amount.getBudgetId(), amount.getAmount()))
                .toList();
    }

    /** The answer to a reserve, charge or extend as a message. */
    public static ReserveResponse encode(ReserveResult result) {
        ReserveResponse.Builder response = ReserveResponse.newBuilder();
        switch (result) {
            case ReserveResult.Granted(var states) ->
                response.setGranted(ReserveResponse.Granted.newBuilder().addAllStates(encodeStates(states)));
            case ReserveResult.Denied(var tightest, var retryAt) ->
                response.setDenied(ReserveResponse.Denied.newBuilder()
                        .setTightest(encode(tightest))
                        .setRetryAtMillis(retryAt.toEpochMilli()));
            case ReserveResult.Closed(var budget, var opensAt) ->
                response.setClosed(ReserveResponse.Closed.newBuilder()
                        .setBudget(encode(budget))
                        .setOpensAtMillis(opensAt.toEpochMilli()));
        }
        return response.build();
    }

    /** The answer from a message. */
    public static ReserveResult decode(ReserveResponse response) {
        return switch (response.getResultCase()) {
            case GRANTED ->
                new ReserveResult.Granted(decodeStates(response.getGranted().getStatesList()));
            case DENIED ->
                new ReserveResult.Denied(
                        decode(response.getDenied().getTightest()),
                        Instant.ofEpochMilli(response.getDenied().getRetryAtMillis()));
            case CLOSED ->
                new ReserveResult.Closed(
                        decode(response.getClosed().getBudget()),
                        Instant.ofEpochMilli(response.getClosed().getOpensAtMillis()));
            case RESULT_NOT_SET ->
                throw new IllegalArgumentException("result: none (expected: granted, denied or closed)");
        };
    }

    /** States as messages. */
    public static List<io.modeenvoy.ledger.proto.BudgetState> encodeStates(List<BudgetState> states) {
        return states.stream().map(LedgerMessages::encode).toList();
    }

    /** States from messages. */
    public static List<BudgetState> decodeStates(List<io.modeenvoy.ledger.proto.BudgetState> states) {
        return states.stream().map(LedgerMessages::decode).toList();
    }

    private static io.modeenvoy.ledger.proto.BudgetState encode(BudgetState state) {
        return io.modeenvoy.ledger.proto.BudgetState.newBuilder()
                .setBudget((Budget) PolicyEncoder.encode(state.budget()))
                .setSettled(state.settled())
                .setReserved(state.reserved())
                .setWindowStartMillis(state.windowStart().toEpochMilli())
                .setWindowEndMillis(state.windowEnd().toEpochMilli())
                .build();
    }

    private static BudgetState decode(io.modeenvoy.ledger.proto.BudgetState state) {
        BudgetPolicy budget = (BudgetPolicy)
                PolicyDecoder.decode(PolicyTypes.BUDGET, state.getBudget().toByteString());
        return new BudgetState(
                budget,
                state.getSettled(),
                state.getReserved(),
                Instant.ofEpochMilli(state.getWindowStartMillis()),
                Instant.ofEpochMilli(state.getWindowEndMillis()));
    }
}
