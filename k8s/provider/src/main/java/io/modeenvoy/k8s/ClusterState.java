package io.modeenvoy.k8s;

import io.modeenvoy.crd.ResourceView;
import java.util.Map;

/**
 * What is in the cluster at one moment.
 *
 * @param unreadable objects that are not what our model of their kind allows, and why; the view has the last good form of those that have one, and names the others
 */
public record ClusterState(ResourceView view, Map<ObjectKey, Unreadable> unreadable) {
    public ClusterState {
        unreadable = Map.copyOf(unreadable);
    }
}
