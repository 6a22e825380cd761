package io.modeenvoy.xds.server;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Puts a response together from bytes that all streams share. */
final class Response {
    private Response() {}

    /** @param after the type once the plan is carried out */
    static List<ByteString> encode(TypeState after, Plan plan, String nonce) {
        return after.delta() ? delta(after, plan, nonce) : sotw(after, plan, nonce);
    }

    private static List<ByteString> delta(TypeState after, Plan plan, String nonce) {
        List<ByteString> chunks = new ArrayList<>();
        if (plan.everything()) {
            chunks.addAll(after.view().base().wholeDelta());
        }
        plan.upserts().forEach(entry -> entry.appendDelta(chunks));
        plan.heartbeats().forEach(entry -> chunks.add(Wire.heartbeat(entry.resource())));
        if (!plan.removals().isEmpty()) {
            chunks.add(Wire.deltaRemoved(plan.removals()));
        }
        chunks.add(after.view().base().typeField());
        chunks.add(Wire.nonce(nonce));
        return chunks;
    }

    private static List<ByteString> sotw(TypeState after, Plan plan, String nonce) {
        TypeSnapshot base = after.view().base();
        boolean allOfIt = plan.everything()
                || (after.subscription().wildcard() && after.view().upToDate());
        if (allOfIt) {
            return sotw(after, new ArrayList<>(base.wholeSotw()), base.version(), nonce);
        }
        // The version of a part must not look like the version of everything to a client that comes back with it.
        List<Entry> entries = after.whole() ? contents(after) : plan.upserts();
        List<ByteString> chunks = new ArrayList<>();
        entries.forEach(entry -> entry.appendSotw(after.typeUrl(), chunks));
        boolean whole = after.whole() && after.subscription().wildcard();
        return sotw(after, chunks, whole ? version(entries) : "of-" + base.version(), nonce);
    }

    private static List<ByteString> sotw(TypeState type, List<ByteString> chunks, String version, String nonce) {
        chunks.add(Wire.sotwTail(type.typeUrl(), version, nonce));
        return chunks;
    }

    /** All the client is to hold from now on: also what leaves later, and the last good of what it rejected. */
    private static List<Entry> contents(TypeState after) {
        Set<String> names = new TreeSet<>(after.subscription().names());
        if (after.subscription().wildcard()) {
            names.addAll(after.view().base().names());
            names.addAll(after.view().exceptions().keySet());
        }
        List<Entry> entries = new ArrayList<>();
        for (String name : names) {
            Entry entry = Held.entryOf(after.view().held(name));
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static String version(List<Entry> entries) {
        long first = 0;
        long second = 0;
        for (Entry entry : entries) {
            long[] lanes = ContentHash.lanes(entry.name(), entry.version());
            first += lanes[0];
            second += lanes[1];
        }
        return ContentHash.setVersion(first, second);
    }
}
