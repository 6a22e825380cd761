package io.modeenvoy.k8s;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the other replicas have told, and since when each is silent: by when their Leases were seen to change, on our own clock. Time in which nobody could
 * have been heard does not count. Times come in nanoseconds.
 */
final class NoteBook {
    private final Duration silence;
    private final Duration farewell;
    private final Map<String, Heard> heard = new TreeMap<>(); // guarded by this
    private @Nullable Long deafSince; // guarded by this

    /**
     * @param silence after which a replica counts as gone
     * @param farewell for how long what it told is kept from then on
     */
    NoteBook(Duration silence, Duration farewell) {
        this.silence = silence;
        this.farewell = farewell;
    }

    /**
     * What a Lease said when it was last seen to change.
     *
     * @param ended its replica has said that it goes
     */
    private record Heard(String version, String text, boolean ended, long at) {
        Heard later(long nanos) {
            return new Heard(version, text, ended, at + nanos);
        }
    }

    /** A Lease as it stands. */
    synchronized void heard(String lease, String version, String text, boolean ended, long now) {
        Heard before = heard.get(lease);
        if (before == null || !before.version.equals(version)) {
            long at = before != null && before.ended && ended ? before.at : now;
            heard.put(lease, new Heard(version, text, ended, at));
        }
    }

    /** A Lease is not there any more. */
    synchronized void gone(String lease) {
        heard.remove(lease);
    }

    /** These are all Leases there are, and from now on changes are heard. */
    synchronized void listening(List<String> leases, long now) {
        heard.keySet().retainAll(leases);
        Long since = deafSince;
        deafSince = null;
        if (since != null) {
            heard.replaceAll((_, last) -> last.at - since > 0 ? last : last.later(now - since));
        }
    }

    /** From now on nobody can be heard. */
    synchronized void deaf(long now) {
        deafSince = deafSince == null ? Long.valueOf(now) : deafSince;
    }

    /** What the other replicas have told, by Lease. */
    synchronized Map<String, ReplicaNotes.Note> notes(long now) {
        Map<String, ReplicaNotes.Note> notes = new TreeMap<>();
        heard.forEach((lease, last) -> notes.put(lease, new ReplicaNotes.Note(last.text, isGone(last, now))));
        return notes;
    }

    /** The Leases of which nobody needs to know any more; those are forgotten. */
    synchronized List<String> over(long now) {
        List<String> over = heard.entrySet().stream()
                .filter(entry -> quiet(entry.getValue(), now) > kept(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        heard.keySet().removeAll(over);
        return over;
    }

    private long kept(Heard last) {
        return last.ended ? farewell.toNanos() : silence.plus(farewell).toNanos();
    }

    private boolean isGone(Heard last, long now) {
        return last.ended || quiet(last, now) > silence.toNanos();
    }

    private long quiet(Heard last, long now) {
        return (deafSince == null ? now : deafSince) - last.at;
    }
}
