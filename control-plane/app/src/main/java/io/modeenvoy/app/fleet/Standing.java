package io.modeenvoy.app.fleet;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Clients that stand alike: of one group, with the same of every type they ask for. A fleet at rest is a handful of these, however many clients it has.
 *
 * @param types by type URL
 * @param members by id
 * @param unnamed how many more there are
 */
public record Standing(String group, SortedMap<String, OfType> types, List<Member> members, int unnamed) {
    public Standing {
        Objects.requireNonNull(group, "group");
        if (unnamed < 0) {
            throw new IllegalArgumentException("unnamed: " + unnamed + " (expected: 0 or more)");
        }
        types.values().forEach(Objects::requireNonNull);
        types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
        members = List.copyOf(members);
    }

    /** How many they are. */
    public int size() {
        return members.size() + unnamed;
    }

    /** Whether something of a type was never answered: such a client has only just come. */
    boolean isFresh() {
        return types.values().stream().anyMatch(OfType::fresh);
    }

    /** The same with others. */
    Standing with(List<Member> others, int more) {
        return new Standing(group, types, others, more);
    }

    /**
     * Where they stand with one type.
     *
     * @param version of the type's whole content in their replica when this was found
     * @param fresh they have not answered anything of it yet, and there is something
     * @param lacks what of that content they do not hold as it is
     * @param refusals what they rejected for certain, by name
     */
    public record OfType(String version, boolean fresh, SortedSet<String> lacks, SortedMap<String, Refusal> refusals) {
        /** More than this are not told one by one. */
        private static final int MOST_LACKS = 500;

        private static final String OF_NO_CONTENT = "";

        public OfType {
            Objects.requireNonNull(version, "version");
            refusals.values().forEach(Objects::requireNonNull);
            lacks = Collections.unmodifiableSortedSet(new TreeSet<>(lacks));
            refusals = Collections.unmodifiableSortedMap(new TreeMap<>(refusals));
        }

        /** Whether they hold all of it. */
        boolean isCurrent() {
            return !fresh && lacks.isEmpty() && !version.equals(OF_NO_CONTENT);
        }

        /** Nothing of the type's content counts as held where too much of it is not. */
        static OfType of(String version, boolean fresh, SortedSet<String> lacks, SortedMap<String, Refusal> refusals) {
            return lacks.size() > MOST_LACKS
                    ? new OfType(OF_NO_CONTENT, fresh, Collections.emptySortedSet(), refusals)
                    : new OfType(version, fresh, lacks, refusals);
        }
    }

    /** A version of a resource that was rejected, and in which words. */
    public record Refusal(String version, String message) {
        public Refusal {
            Objects.requireNonNull(version, "version");
            Objects.requireNonNull(message, "message");
        }
    }

    /**
     * One of them.
     *
     * @param since when it connected
     * @param dialect {@code delta} or {@code sotw}; empty when it was gone in that moment
     */
    public record Member(String id, String since, String dialect) {
        public Member {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(since, "since");
            Objects.requireNonNull(dialect, "dialect");
        }
    }
}
