package io.modeenvoy.crd;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeenvoy.incremental.PersistentMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/**
 * All objects we know at one moment, and the names of those that are there and cannot be read. Immutable; a change costs O(log n) and keeps the instances of everything else, so that what was
 * translated from them can be kept too.
 */
public final class ResourceView {
    private static final ResourceView EMPTY = new ResourceView(0, HashTreePMap.empty(), HashTreePMap.empty());

    private final long revision;
    private final HashPMap<Class<? extends HasMetadata>, PersistentMap<ObjectName, HasMetadata>> kinds;
    private final HashPMap<Class<? extends HasMetadata>, PersistentMap<ObjectName, Boolean>> unreadable;

    private ResourceView(
            long revision,
            HashPMap<Class<? extends HasMetadata>, PersistentMap<ObjectName, HasMetadata>> kinds,
            HashPMap<Class<? extends HasMetadata>, PersistentMap<ObjectName, Boolean>> unreadable) {
        this.revision = revision;
        this.kinds = kinds;
        this.unreadable = unreadable;
    }

    /** Nothing. */
    public static ResourceView empty() {
        return EMPTY;
    }

    /** These objects; the last of one identity wins. */
    public static ResourceView of(Iterable<? extends HasMetadata> objects) {
        ResourceView view = EMPTY;
        for (HasMetadata object : objects) {
            view = view.with(object);
        }
        return view;
    }

    /** Objects of a kind; what changed between two views of one origin is quickly found. */
    @SuppressWarnings("unchecked") // with() puts objects under their own class
    public <T extends HasMetadata> PersistentMap<ObjectName, T> all(Class<T> kind) {
        return (PersistentMap<ObjectName, T>) of(kind);
    }

    /** Objects of a kind, by namespace and name. */
    public <T extends HasMetadata> List<T> list(Class<T> kind) {
        return of(kind).values().stream().map(kind::cast).toList();
    }

    /** One object, or null; the namespace of cluster-scoped kinds is empty. */
    public <T extends HasMetadata> @Nullable T get(Class<T> kind, String namespace, String name) {
        HasMetadata found = of(kind).find(new ObjectName(namespace, name));
        return found == null ? null : kind.cast(found);
    }

    /** The objects of a kind that are there, that cannot be read, and of which there is no good form either. */
    public PersistentMap<ObjectName, Boolean> unreadable(Class<? extends HasMetadata> kind) {
        return unreadable.getOrDefault(kind, PersistentMap.empty());
    }

    /** Whether an object is one of {@link #unreadable}. */
    public boolean isUnreadable(Class<? extends HasMetadata> kind, String namespace, String name) {
        return unreadable(kind).containsKey(new ObjectName(namespace, name));
    }

    /** This and {@code object}, in place of the one of its identity. The same view if it holds this very instance. */
    @SuppressWarnings("ReferenceEquality") // the same instance is what "unchanged" means downstream
    public ResourceView with(HasMetadata object) {
        PersistentMap<ObjectName, HasMetadata> objects = of(object.getClass());
        ObjectName key = ObjectName.of(object);
        if (objects.find(key) == object) {
            return this;
        }
        return new ResourceView(
                revision + 1, kinds.plus(object.getClass(), objects.plus(key, object)), marks(object.getClass(), key));
    }

    /** This without one object. The same view if there was none. */
    public ResourceView without(Class<? extends HasMetadata> kind, String namespace, String name) {
        PersistentMap<ObjectName, HasMetadata> objects = of(kind);
        ObjectName key = new ObjectName(namespace, name);
        if (!objects.containsKey(key) && !unreadable(kind).containsKey(key)) {
            return this;
        }
        return new ResourceView(revision + 1, kinds.plus(kind, objects.minus(key)), marks(kind, key));
    }

    /** This, knowing of an object that cannot be read. The same view if there is a good form of it, which then stands. */
    public ResourceView withUnreadable(Class<? extends HasMetadata> kind, String namespace, String name) {
        ObjectName key = new ObjectName(namespace, name);
        if (of(kind).containsKey(key) || unreadable(kind).containsKey(key)) {
            return this;
        }
        return new ResourceView(
                revision + 1, kinds, unreadable.plus(kind, unreadable(kind).plus(key, true)));
    }

    /** The marks but that of one object. */
    private HashPMap<Class<? extends HasMetadata>, PersistentMap<ObjectName, Boolean>> marks(
            Class<? extends HasMetadata> kind, ObjectName key) {
        return unreadable(kind).containsKey(key)
                ? unreadable.plus(kind, unreadable(kind).minus(key))
                : unreadable;
    }

    /** Grows with every change on the way from {@link #empty()} to this view. */
    public long revision() {
        return revision;
    }

    /** How many objects there are. */
    public int size() {
        return kinds.values().stream().mapToInt(PersistentMap::size).sum();
    }

    private PersistentMap<ObjectName, HasMetadata> of(Class<? extends HasMetadata> kind) {
        return kinds.getOrDefault(kind, PersistentMap.empty());
    }
}
