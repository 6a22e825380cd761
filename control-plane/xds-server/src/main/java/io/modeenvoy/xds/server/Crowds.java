package io.modeenvoy.xds.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** The streams by group and home, and one watch of the store for each such crowd. */
final class Crowds {
    private final SnapshotStore store;
    private final Map<Place, Watching> crowds = new ConcurrentHashMap<>();

    Crowds(SnapshotStore store) {
        this.store = store;
    }

    private record Place(String group, Executor home) {}

    private record Watching(Crowd crowd, SnapshotStore.Watch watch) {}

    /** From now on the stream is told of publications of the group, until the answer is run. */
    Runnable join(String group, Executor home, XdsStream stream) {
        Place place = new Place(group, home);
        crowds.compute(place, (_, found) -> {
            Watching watching = found == null ? watching(place) : found;
            watching.crowd().add(stream);
            return watching;
        });
        return () -> leave(place, stream);
    }

    private Watching watching(Place place) {
        Crowd crowd = new Crowd(place.home());
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
