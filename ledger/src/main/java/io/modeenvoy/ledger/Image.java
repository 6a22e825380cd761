package io.modeenvoy.ledger;

import io.modeenvoy.ledger.journal.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** The whole state of a ledger as journal records; taken under the ledger's exclusive lock. */
final class Image {
    private Image() {}

    static List<Entry> of(Accounts accounts, Reservations reservations, long now) {
        accounts.dropIdle(inUse(reservations), now);
        List<Entry> entries = new ArrayList<>();
        for (Account account : accounts.all()) {
            entries.add(Entries.define(
                    account.policy(), Math.max(now, account.counter().slotTime())));
            account.counter().slots().forEach(slot -> {
                long settled = account.counter().settled(slot);
                if (settled > 0) {
                    entries.add(Entries.counted(new Part(account, slot, settled, false)));
                }
            });
        }
        reservations.forEach((id, reservation) -> add(entries, id, reservation, now));
        return entries;
    }

    private static Set<Account> inUse(Reservations reservations) {
        Set<Account> used = Collections.newSetFromMap(new IdentityHashMap<>());
        reservations.forEach((id, reservation) -> {
            switch (reservation) {
                case Reservation.Open open -> open.parts().forEach(part -> used.add(part.account()));
                case Reservation.Expired expired -> expired.booked().forEach(part -> used.add(part.account()));
                case Reservation.Settled settled -> {}
                case Reservation.Overtaken overtaken -> {}
            }
        });
        return used;
    }

    /** Settled ids are left out: a new life starts without them. */
    private static void add(List<Entry> entries, String id, Reservation reservation, long now) {
        switch (reservation) {
            case Reservation.Open open -> entries.add(Entries.open(id, open, now));
            case Reservation.Expired expired -> entries.add(Entries.expire(id, expired, now));
            case Reservation.Overtaken(var amounts, var until) -> entries.add(Entries.settle(id, amounts, until, now));
            case Reservation.Settled settled -> {}
        }
    }
}
