package io.modeenvoy.app.fleet;

import io.modeenvoy.app.fleet.Standing.Member;
import io.modeenvoy.k8s.ReplicaNotes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the other replicas of the control plane told last of their clients. */
public final class OtherReplicas {
    private static final Logger LOG = LoggerFactory.getLogger(OtherReplicas.class);

    private volatile List<Told> told = List.of();

    /**
     * What a replica told.
     *
     * @param gone it is not there any more: its clients serve on by what they have, and are about to come to another replica
     * @param unread why nothing is known of its clients; empty = what it told is known
     */
    public record Told(String replica, boolean gone, ReplicaReport report, String unread) {}

    /** All that the others told, by replica. */
    public void told(Map<String, ReplicaNotes.Note> notes) {
        List<Told> all = new ArrayList<>();
        new TreeMap<>(notes).forEach((replica, note) -> all.add(read(replica, note)));
        told = List.copyOf(all);
    }

    private static Told read(String replica, ReplicaNotes.Note note) {
        ReplicaReport nothing = ReplicaReport.of(List.of());
        if (note.text().isEmpty()) { // it has only just come
            return new Told(replica, note.gone(), nothing, "");
        }
        try {
            ReplicaReport report = ReplicaReport.parse(note.text());
            return report.isKnown()
                    ? new Told(replica, note.gone(), report, "")
                    : new Told(replica, note.gone(), nothing, "it speaks form " + report.format());
        } catch (IOException e) {
            LOG.warn("replica.unread replica={} reason=\"{}\"", replica, e.getMessage());
            return new Told(replica, note.gone(), nothing, "its note cannot be read");
        }
    }

    /** What each of them told. */
    public List<Told> all() {
        return told;
    }

    /** The clients of the whole fleet: ours, those of replicas that are there, and those of replicas that are gone until they have settled somewhere. */
    public List<Standing> fleet(List<Standing> ours) {
        List<Told> others = told;
        List<Standing> there = Stream.concat(
                        ours.stream(),
                        others.stream()
                                .filter(other -> !other.gone())
                                .flatMap(other -> other.report.standings().stream()))
                .toList();
        Set<String> settled = new HashSet<>();
        there.stream()
                .filter(standing -> !standing.isFresh())
                .forEach(standing -> standing.members().forEach(member -> settled.add(key(standing, member))));
        List<Standing> fleet = new ArrayList<>(there);
        others.stream()
                .filter(Told::gone)
                .flatMap(other -> other.report.standings().stream())
                .map(standing -> standing.with(
                        standing.members().stream()
                                .filter(member -> !settled.contains(key(standing, member)))
                                .toList(),
                        standing.unnamed()))
                .filter(standing -> standing.size() > 0)
                .forEach(fleet::add);
        return fleet;
    }

    private static String key(Standing standing, Member member) {
        return standing.group() + " " + member.id();
    }
}
