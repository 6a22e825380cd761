package io.modeenvoy.app;

import io.modeenvoy.xds.server.ClientStatusService;
import io.modeenvoy.xds.server.SnapshotStore;
import io.modeenvoy.xds.server.XdsResource;
import io.modeenvoy.xds.translator.XdsPrinter;
import java.util.Iterator;
import java.util.SortedSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What is served and to whom, for people: JSON with every secret hidden, worked out piece by piece when asked. */
public final class ConfigDump {
    private final SnapshotStore store;
    private final ClientStatusService clients;

    public ConfigDump(XdsEndpoint xds) {
        this.store = xds.store();
        this.clients = xds.clientStatus();
    }

    /**
     * One served resource.
     *
     * @param json its contents, or null when nothing of it may be seen
     */
    public record Served(
            String name,
            String version,
            int bytes,
            @Nullable String json) {}

    /** The node groups, sorted. */
    public SortedSet<String> groups() {
        return store.groups();
    }

    /** The type URLs a group is served, sorted. */
    public SortedSet<String> types(String group) {
        return store.types(group);
    }

    /** The version of all of a type. */
    public String version(String group, String typeUrl) {
        return store.version(group, typeUrl);
    }

    /** The resources of a type, by name. */
    public Stream<Served> resources(String group, String typeUrl) {
        return StreamSupport.stream(store.resources(group, typeUrl).spliterator(), false)
                .map(resource -> served(typeUrl, resource));
    }

    /** What the streams of a node hold, as CSDS says it; a node with much comes in several parts. Nothing = not connected. */
    public Iterator<String> node(String id) {
        Iterable<com.google.protobuf.Message> parts = () -> clients.configs(id);
        return StreamSupport.stream(parts.spliterator(), false)
                .map(XdsPrinter::print)
                .iterator();
    }

    private static Served served(String typeUrl, XdsResource resource) {
        return new Served(
                resource.name(), resource.version(), resource.body().size(), XdsPrinter.json(typeUrl, resource.body()));
    }
}
