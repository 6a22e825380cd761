package io.modeenvoy.proc.usage;

import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events as they pass, in time proportional to each chunk, whatever the chunks' borders. When it has to take the
 * usage-only chunk out, it holds back an event from its first field until its end, but no comments before it, for they keep connections alive; else it never
 * holds anything.
 */
final class SseReader implements AnswerReader {
    /** An event that is longer is certainly no usage-only chunk. */
    private static final int MAX_HELD = 64 * 1024;

    private static final byte[] DATA = {'d', 'a', 't', 'a', ':'};
    private static final byte[] NEWLINE = {'\n'};
    private static final ByteString BORDER = ByteString.copyFromUtf8("\n\n");

    private final boolean dropUsage;
    private final boolean generates;
    private final UsageNumbers usage = new UsageNumbers();
    private boolean lastWord;
    /** Content came after the usage that was told last. */
    private boolean outdated;

    /** Whether it said so, or nothing more comes. */
    private boolean over;

    private @Nullable String model;
    private Content content = Content.NONE;

    /** Where we are in the line: bytes of {@link #DATA} matched so far, then one of the negative states. */
    private int matched;

    private static final int AFTER_COLON = -1;
    private static final int IN_DATA = -2;
    private static final int OTHER = -3;

    private boolean lineEmpty = true;
    /** Whether a field of the event has begun. */
    private boolean begun;

    private boolean afterReturn;
    private @Nullable JsonWalk event;

    private ByteString held = ByteString.EMPTY;
    /** Whether the chunk before ended with an event that was taken out. */
    private boolean dropped;

    private boolean passing;

    /** Of the event or comment under way: how much went out with earlier chunks, and how much with this one. */
    private int before;

    private int tail;

    SseReader(boolean dropUsage, boolean generates) {
        this.dropUsage = dropUsage;
        this.generates = generates;
    }

    @Override
    public boolean events() {
        return true;
    }

    @Override
    public ByteString toBorder(ByteString relayed) {
        return before > 0 ? relayed.concat(BORDER) : relayed.substring(0, Math.max(0, relayed.size() - tail));
    }

    @Override
    public boolean midEvent() {
        return before > 0 && before + tail <= MAX_HELD;
    }

    @Override
    public Reading reading() {
        Content open = event == null ? Content.NONE : event.content();
        Reported reported = usage.reported(generates);
        boolean last = reported != null && !outdated && open.bytes() == 0 && (lastWord || over);
        return new Reading(reported, last, model, content.plus(open));
    }

    @Override
    public ByteString accept(ByteString chunk, boolean last) {
        byte[] bytes = chunk.toByteArray();
        before += tail;
        tail = 0;
        ByteString relay = ByteString.EMPTY;
        boolean whole = held.isEmpty();
        int start = restOfBreak(bytes); // of the event under way, in this chunk
        int at = start;
        whole &= start == 0;
        while (at < bytes.length) {
            int next = step(bytes, at);
            if (next < 0) { // an event ends after this byte
                at = -next;
                boolean drop = endEvent();
                whole &= !drop;
                dropped = drop && at == bytes.length;
                relay = drop ? relay : relay.concat(held).concat(chunk.substring(start, at));
                held = ByteString.EMPTY;
                passing = false;
                before = 0;
                start = at;
            } else {
                at = next;
                if (lineEmpty && !begun) { // a comment ends
                    relay = relay.concat(chunk.substring(start, at));
                    before = 0;
                    start = at;
                }
            }
        }
        return finish(chunk, start, last, whole, relay);
    }

    /** Where the chunk goes on after the break that ended an event which was taken out. */
    private int restOfBreak(byte[] bytes) {
        if (bytes.length == 0 || !dropped) {
            return 0;
        }
        dropped = false;
        boolean rest = afterReturn && bytes[0] == '\n';
        afterReturn &= !rest;
        return rest ? 1 : 0;
    }

    /** Decides on the rest of the chunk after the last whole event. */
    private ByteString finish(ByteString chunk, int start, boolean last, boolean whole, ByteString relay) {
        ByteString rest = chunk.substring(start);
        over |= last;
        boolean drop = last && endEvent() && dropUsage;
        if (drop) {
            held = ByteString.EMPTY;
            return relay;
        }
        passing |= !dropUsage || last || held.size() + rest.size() > MAX_HELD;
        boolean free = passing || !begun;
        if (free) {
            ByteString all = whole ? chunk : relay.concat(held).concat(rest);
            tail = held.size() + rest.size();
            held = ByteString.EMPTY;
            return all;
        }
        held = held.concat(rest);
        return whole && rest.isEmpty() ? chunk : relay;
    }

    /** Takes the byte at {@code at} (in a line of data: all bytes of it); gives the next place, negated when an event ended. */
    private int step(byte[] bytes, int at) {
        byte b = bytes[at];
        if (b == '\n' && afterReturn) {
            afterReturn = false;
            return at + 1;
        }
        afterReturn = b == '\r';
        if (b == '\n' || b == '\r') {
            return endLine() ? -endOfBreak(bytes, at) : at + 1;
        }
        begun |= lineEmpty && b != ':';
        lineEmpty = false;
        if (matched == AFTER_COLON || matched == IN_DATA) {
            return data(bytes, at);
        }
        if (matched >= 0 && b == DATA[matched]) {
            matched = matched + 1 == DATA.length ? AFTER_COLON : matched + 1;
        } else {
            matched = OTHER;
        }
        return at + 1;
    }

    /** A blank line's break is taken whole, so that the next event starts with itself. */
    private int endOfBreak(byte[] bytes, int at) {
        if (afterReturn && at + 1 < bytes.length && bytes[at + 1] == '\n') {
            afterReturn = false;
            return at + 2;
        }
        return at + 1;
    }

    private int data(byte[] bytes, int at) {
        int from = at;
        while (matched == AFTER_COLON && from < bytes.length && bytes[from] == ' ') {
            from++;
        }
        if (from == bytes.length) {
            return from; // what the data is comes with the next chunk
        }
        matched = IN_DATA;
        int to = from;
        while (to < bytes.length && bytes[to] != '\n' && bytes[to] != '\r') {
            to++;
        }
        if (from == to) {
            return to; // what the data is comes with the next chunk
        }
        if (event == null && bytes[from] == '[') { // [DONE]
            matched = OTHER;
            over = true;
            return to;
        }
        if (event == null && bytes[from] != '{' && !usage.isEmpty()) { // a word that keeps the connection alive
            matched = OTHER;
            return to;
        }
        if (event == null) {
            event = new JsonWalk(JsonWalk.Shape.EVENT);
        }
        event.feed(bytes, from, to);
        return to;
    }

    /** Whether the line was the blank one that ends an event. */
    private boolean endLine() {
        boolean blank = lineEmpty;
        if (matched == IN_DATA && event != null) {
            event.feed(NEWLINE, 0, 1);
        }
        matched = 0;
        lineEmpty = true;
        return blank;
    }

    /** Takes over what the event said; whether it is to be dropped. */
    private boolean endEvent() {
        JsonWalk closed = event;
        event = null;
        begun = false;
        if (closed == null) {
            return false;
        }
        closed.end();
        report(closed);
        model = closed.model() == null ? model : closed.model();
        content = content.plus(closed.content());
        return dropUsage && closed.usageOnly() && !passing;
    }

    /** Use only grows while an answer passes: what says less, or nothing, does not count; of what says less of one thing and more of another, the more does. */
    private void report(JsonWalk closed) {
        if (closed.usage().continues(usage)) {
            usage.add(closed.usage());
            lastWord = closed.lastWord();
            outdated = false;
        } else {
            usage.raise(closed.usage());
            outdated |= closed.content().bytes() > 0;
        }
    }
}
