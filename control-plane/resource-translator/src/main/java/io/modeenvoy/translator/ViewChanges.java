package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeenvoy.crd.Kinds;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.policy.NamespacedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What differs between two views, by the identity of the objects. */
@SuppressWarnings("ReferenceEquality") // the same instance is what "unchanged" means
final class ViewChanges {
    private ViewChanges() {}

    /** The objects of every kind we read, each list in the order of its names. */
    static Map<Class<? extends HasMetadata>, List<? extends HasMetadata>> lists(ResourceView view) {
        Map<Class<? extends HasMetadata>, List<? extends HasMetadata>> lists = new HashMap<>();
        for (Kinds.Kind<?> kind : Kinds.all()) {
            lists.put(kind.type(), view.list(kind.type()));
        }
        return lists;
    }

    /** Everything that is not the same in both. */
    static List<Leaf> between(
            Map<Class<? extends HasMetadata>, List<? extends HasMetadata>> before,
            Map<Class<? extends HasMetadata>, List<? extends HasMetadata>> now) {
        List<Leaf> changes = new ArrayList<>();
        now.forEach((kind, objects) -> {
            int known = changes.size();
            merge(kind, before.getOrDefault(kind, List.of()), objects, changes);
            if (changes.size() > known) {
                changes.add(new Leaf.OfKind(kind));
            }
        });
        return changes;
    }

    private static void merge(
            Class<? extends HasMetadata> kind,
            List<? extends HasMetadata> before,
            List<? extends HasMetadata> now,
            List<Leaf> changes) {
        int i = 0;
        int j = 0;
        while (i < before.size() && j < now.size()) {
            if (before.get(i) == now.get(j)) {
                i++;
                j++;
                continue;
            }
            int order = Identity.name(before.get(i)).compareTo(Identity.name(now.get(j)));
            changes.add(leaf(kind, order <= 0 ? before.get(i) : now.get(j)));
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        before.subList(i, before.size()).forEach(object -> changes.add(leaf(kind, object)));
        now.subList(j, now.size()).forEach(object -> changes.add(leaf(kind, object)));
    }

    private static Leaf leaf(Class<? extends HasMetadata> kind, HasMetadata object) {
        NamespacedName name = Identity.name(object);
        return new Leaf.OfObject(kind, name.namespace(), name.name());
    }
}
