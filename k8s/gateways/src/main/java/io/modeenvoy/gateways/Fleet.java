package io.modeenvoy.gateways;

import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.crd.ProxySettingsSpec;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The Envoys a Gateway asks for.
 *
 * @param uid of the Gateway, which owns what is made for it
 * @param labels of everything that is made, by {@code spec.infrastructure}
 * @param annotations of everything that is made, by {@code spec.infrastructure}
 * @param ports of its listeners, sorted
 * @param address it wants to have; null = any
 * @param settings those of its ProxySettings; what they do not say is in {@link FleetOptions#defaults}
 */
public record Fleet(
        ObjectName gateway,
        String uid,
        String gatewayClass,
        SortedMap<String, String> labels,
        SortedMap<String, String> annotations,
        List<Integer> ports,
        @Nullable String address,
        ProxySettingsSpec settings) {
    private static final String OURS = "modeenvoy.io/";

    public Fleet {
        labels = free(labels);
        annotations = free(annotations);
        ports = ports.stream().distinct().sorted().toList();
    }

    /** Labels under our own name steer what we do with pods: nobody else sets them. */
    private static SortedMap<String, String> free(Map<String, String> written) {
        SortedMap<String, String> free = new TreeMap<>(written);
        free.keySet().removeIf(key -> key.startsWith(OURS));
        return Collections.unmodifiableSortedMap(free);
    }

    /** Of everything that is made for it. */
    String name() {
        return FleetName.of(gateway.name());
    }
}
