package io.modeenvoy.xds.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** The streams by group and home, and one watch of the store for each such crowd. */
final class Crowds {
    private final SnapshotStore store;
    private final XdsClock clock;
    private final Map<Place, Watching> crowds = new ConcurrentHashMap<>();

    Crowds(SnapshotStore store, XdsClock clock) {
        this.store = store;
        this.clock = clock;
    }

    private record Place(String group, Executor home) {}

    private record Watching(Crowd crowd, SnapshotStore.Watch watch) {}

    /** From now on the stream is told of publications of the group, until the answer is closed. */
    Membership join(String group, Executor home, XdsStream stream) {
        Place place = new Place(group, home);
        Watching joined = crowds.compute(place, (_, found) -> {
            Watching watching = found == null ? watching(place) : found;
            watching.crowd().add(stream);
            return watching;
        });
        return new Membership(joined.crowd(), () -> leave(place, stream));
    }

    /** A place in a crowd. */
    record Membership(Crowd crowd, Runnable end) {}

    private Watching watching(Place place) {
        Crowd crowd = new Crowd(place.home(), clock);
        return new Watching(crowd, store.watch(place.group(), crowd::published));
    }

    private void leave(Place place, XdsStream stream) {
        crowds.computeIfPresent(place, (_, found) -> {
            found.crowd().remove(stream);
            if (!found.crowd().isEmpty()) {
                return found;
            }
            found.watch().close();
            return null;
        });
    }
}
