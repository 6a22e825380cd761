package io.modeenvoy.crd;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;

/**
 * All objects we know at one moment. Immutable; a change costs O(log n) and keeps the instances of everything else, so that what was
 * translated from them can be kept too.
 */
public final class ResourceView {
    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::namespace).thenComparing(Key::name);
    private static final TreePMap<Key, HasMetadata> NONE = TreePMap.empty(ORDER);
    private static final ResourceView EMPTY = new ResourceView(0, HashTreePMap.empty());

    private final long revision;
    private final HashPMap<Class<? extends HasMetadata>, TreePMap<Key, HasMetadata>> kinds;

    private ResourceView(long revision, HashPMap<Class<? extends HasMetadata>, TreePMap<Key, HasMetadata>> kinds) {
        this.revision = revision;
        this.kinds = kinds;
    }

    /** Identity within a kind; the namespace of cluster-scoped objects is empty. */
    private record Key(String namespace, String name) {
        static Key of(HasMetadata object) {
            return new Key(
                    text(object.getMetadata().getNamespace()),
                    text(object.getMetadata().getName()));
        }

        private static String text(@Nullable String value) {
            return value == null ? "" : value;
        }
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

    /** Objects of a kind, by namespace and name. */
    public <T extends HasMetadata> List<T> list(Class<T> kind) {
        return of(kind).values().stream().map(kind::cast).toList();
    }

    /** One object, or null; the namespace of cluster-scoped kinds is empty. */
    public <T extends HasMetadata> @Nullable T get(Class<T> kind, String namespace, String name) {
        HasMetadata found = of(kind).get(new Key(namespace, name));
        return found == null ? null : kind.cast(found);
    }

    /** This and {@code object}, in place of the one of its identity. The same view if it holds this very instance. */
    @SuppressWarnings("ReferenceEquality") // the same instance is what "unchanged" means downstream
    public ResourceView with(HasMetadata object) {
        TreePMap<Key, HasMetadata> objects = of(object.getClass());
        Key key = Key.of(object);
        if (objects.get(key) == object) {
            return this;
        }
        return new ResourceView(revision + 1, kinds.plus(object.getClass(), objects.plus(key, object)));
    }

    /** This without one object. The same view if there was none. */
    public ResourceView without(Class<? extends HasMetadata> kind, String namespace, String name) {
        TreePMap<Key, HasMetadata> objects = of(kind);
        Key key = new Key(namespace, name);
        if (!objects.containsKey(key)) {
            return this;
        }
        return new ResourceView(revision + 1, kinds.plus(kind, objects.minus(key)));
    }

    /** Grows with every change on the way from {@link #empty()} to this view. */
    public long revision() {
        return revision;
    }

    /** How many objects there are. */
    public int size() {
        return kinds.values().stream().mapToInt(TreePMap::size).sum();
    }

    private TreePMap<Key, HasMetadata> of(Class<? extends HasMetadata> kind) {
        return kinds.getOrDefault(kind, NONE);
    }
}
