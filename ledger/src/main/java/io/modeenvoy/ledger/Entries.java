package io.modeenvoy.ledger;

import io.modeenvoy.ledger.journal.Charge;
import io.modeenvoy.ledger.journal.Close;
import io.modeenvoy.ledger.journal.Counted;
import io.modeenvoy.ledger.journal.Define;
import io.modeenvoy.ledger.journal.Entry;
import io.modeenvoy.ledger.journal.Grow;
import io.modeenvoy.ledger.journal.Open;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.proto.Budget;
import io.modeenvoy.policy.wire.PolicyEncoder;
import java.util.List;
import java.util.Map;

/** The journal's records of the ledger's steps. */
final class Entries {
    private Entries() {}

    static Entry define(BudgetPolicy policy, long now) {
        return Entry.newBuilder()
                .setDefine(Define.newBuilder()
                        .setBudget((Budget) PolicyEncoder.encode(policy))
                        .setAtMillis(now))
                .build();
    }

    static Entry open(String id, Reservation.Open open, long now) {
        return Entry.newBuilder()
                .setOpen(Open.newBuilder()
                        .setId(id)
                        .addAllHolds(parts(open.parts()))
                        .setTtlSeconds(open.ttlSeconds())
                        .setDeadlineSecond(open.until())
                        .setAtSecond(second(now)))
                .build();
    }

    static Entry grow(String id, List<Part> more, long until) {
        return Entry.newBuilder()
                .setGrow(Grow.newBuilder().setId(id).addAllMore(parts(more)).setDeadlineSecond(until))
                .build();
    }

    static Entry settle(String id, Map<String, Long> amounts, long until, long now) {
        Close.Builder close =
                Close.newBuilder().setId(id).setForgetSecond(until).setAtSecond(second(now));
        amounts.forEach((budget, amount) ->
                close.addBooked(Close.Booked.newBuilder().setBudgetId(budget).setAmount(amount)));
        return Entry.newBuilder().setClose(close).build();
    }

    static Entry expire(String id, Reservation.Expired expired, long now) {
        return Entry.newBuilder()
                .setClose(Close.newBuilder()
                        .setId(id)
                        .setExpired(true)
                        .setForgetSecond(expired.until())
                        .setAtSecond(second(now))
                        .addAllHolds(parts(expired.booked())))
                .build();
    }

    static Entry charge(List<Part> parts) {
        return Entry.newBuilder()
                .setCharge(Charge.newBuilder().addAllParts(parts(parts)))
                .build();
    }

    static Entry counted(Part part) {
        return Entry.newBuilder()
                .setCounted(Counted.newBuilder().setPart(part(part)))
                .build();
    }

    private static long second(long millis) {
        return Math.floorDiv(millis, 1000L);
    }

    private static List<io.modeenvoy.ledger.journal.Part> parts(List<Part> parts) {
        return parts.stream().map(Entries::part).toList();
    }

    private static io.modeenvoy.ledger.journal.Part part(Part part) {
        return io.modeenvoy.ledger.journal.Part.newBuilder()
                .setBudgetId(part.account().id())
                .setSlot(part.slot())
                .setAmount(part.amount())
                .setStrict(part.strict())
                .build();
    }
}
