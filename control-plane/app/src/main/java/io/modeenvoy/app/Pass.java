package io.modeenvoy.app;

import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.translator.Translation;
import io.modeenvoy.xds.server.ResourceKey;
import io.modeenvoy.xds.translator.XdsTranslation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One view, all that it became, and which xDS resources speak for which object.
 *
 * @param again when the same view must be translated once more, because something has had its time; null = never
 */
public record Pass(
        ResourceView view,
        Translation translation,
        XdsTranslation xds,
        @Nullable Duration again) {
    /** The provenance the other way round. */
    Map<ObjectRef, List<ResourceKey>> resourcesByObject() {
        Map<ObjectRef, List<ResourceKey>> byObject = new TreeMap<>();
        xds.resources()
                .forEach(resource -> resource.origins()
                        .forEach(object -> byObject.computeIfAbsent(object, _ -> new ArrayList<>())
                                .add(new ResourceKey(resource.key().typeUrl(), resource.name()))));
        return byObject;
    }
}
