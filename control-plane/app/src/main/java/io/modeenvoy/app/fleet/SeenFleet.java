package io.modeenvoy.app.fleet;

import io.modeenvoy.app.fleet.Standing.OfType;
import io.modeenvoy.app.fleet.Standing.Refusal;
import io.modeenvoy.policy.Names;
import io.modeenvoy.xds.server.ResourceKey;
import io.modeenvoy.xds.server.SnapshotStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fleet of this moment, asked how far the resources of an object have come. Costs a look at each standing, not at each client. */
public final class SeenFleet {
    private final SnapshotStore store;
    private final List<Seen> fleet;

    /** @param fleet of all replicas; what others told may be of a version of the content that is older here, or newer */
    public SeenFleet(SnapshotStore store, List<Standing> fleet) {
        this.store = store;
        this.fleet = fleet.stream().map(standing -> Seen.of(standing, store)).toList();
    }

    /** How far these resources have come, each in the version that is served now. */
    public Reach reach(List<ResourceKey> resources) {
        Reach.Tally proxies = new Reach.Tally();
        Reach.Tally services = new Reach.Tally();
        for (Seen seen : fleet) {
            boolean isService = seen.standing.group().equals(Names.SERVICES_GROUP);
            seen.count(wanted(seen.standing, resources), isService ? services : proxies);
        }
        return new Reach(proxies.count(), services.count(), proxies.and(services));
    }

    /** A resource that a group has and that its clients ask for. */
    private record Wanted(ResourceKey key, String version, OfType type) {}

    private List<Wanted> wanted(Standing standing, List<ResourceKey> resources) {
        List<Wanted> wanted = new ArrayList<>();
        for (ResourceKey key : resources) {
            String version = store.version(standing.group(), key);
            OfType type = standing.types().get(key.typeUrl());
            if (version != null && type != null) {
                wanted.add(new Wanted(key, version, type));
            }
        }
        return wanted;
    }

    /**
     * A standing beside what is served now.
     *
     * @param changed what is another one by now than in the version the standing speaks of, by type; absent = that version is not known here
     */
    private record Seen(Standing standing, Map<String, Set<String>> changed) {
        static Seen of(Standing standing, SnapshotStore store) {
            Map<String, Set<String>> changed = new HashMap<>();
            standing.types().forEach((typeUrl, type) -> {
                Collection<String> names = store.changedSince(standing.group(), typeUrl, type.version());
                if (names != null) {
                    changed.put(typeUrl, new HashSet<>(names));
                }
            });
            return new Seen(standing, changed);
        }

        void count(List<Wanted> wanted, Reach.Tally tally) {
            if (wanted.isEmpty()) {
                return;
            }
            wanted.stream().map(Seen::refusal).flatMap(Optional::stream).forEach(tally::reject);
            tally.add(
                    standing.size(),
                    wanted.stream().anyMatch(each -> each.type.fresh()),
                    wanted.stream().allMatch(this::holds));
        }

        private boolean holds(Wanted wanted) {
            Set<String> others = changed.get(wanted.key.typeUrl());
            String name = wanted.key.name();
            return others != null
                    && !others.contains(name)
                    && !wanted.type.fresh()
                    && !wanted.type.lacks().contains(name);
        }

        private static Optional<String> refusal(Wanted wanted) {
            return Optional.ofNullable(wanted.type.refusals().get(wanted.key.name()))
                    .filter(refusal -> refusal.version().equals(wanted.version))
                    .map(Refusal::message);
        }
    }
}
