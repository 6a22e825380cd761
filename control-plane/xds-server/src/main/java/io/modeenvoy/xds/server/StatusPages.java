package io.modeenvoy.xds.server;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.status.v3.ClientConfig;
import io.envoyproxy.envoy.service.status.v3.ClientConfig.GenericXdsConfig;
import io.envoyproxy.envoy.service.status.v3.ClientStatusResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The states of many clients as messages of bounded size, each built when it is asked for. A client with very much is told of in several
 * messages, each time with its node. There is at least one message, be it empty.
 */
final class StatusPages implements Iterator<ClientStatusResponse> {
    /** One resource may go beyond it. */
    static final int PAGE_BYTES = 1 << 20;

    private final Iterator<Standing> clients;
    private final AckBoard board;
    private final @Nullable ShownResources shown;
    private @Nullable Standing client;
    private Iterator<ResourceKey> resources = Collections.emptyIterator();
    private boolean begun;

    /** @param shown null = no contents */
    StatusPages(List<Standing> clients, AckBoard board, @Nullable ShownResources shown) {
        this.clients = clients.iterator();
        this.board = board;
        this.shown = shown;
    }

    @Override
    public boolean hasNext() {
        return !begun || resources.hasNext() || clients.hasNext();
    }

    @Override
    public ClientStatusResponse next() {
        if (!hasNext()) {
            throw new NoSuchElementException("every client has been told of");
        }
        begun = true;
        ClientStatusResponse.Builder page = ClientStatusResponse.newBuilder();
        for (int size = 0; size < PAGE_BYTES && hasNext(); ) {
            ClientConfig part = part(PAGE_BYTES - size);
            size += part.getSerializedSize();
            page.addConfig(part);
        }
        return page.build();
    }

    /** As much of the next client as there is room for. */
    private ClientConfig part(int room) {
        Standing about = about();
        ClientConfig.Builder part = ClientConfig.newBuilder()
                .setNode(Node.newBuilder()
                        .setId(about.node().id())
                        .setCluster(about.node().cluster()));
        for (int size = 0; size < room && resources.hasNext(); ) {
            GenericXdsConfig config = config(about, resources.next());
            size += config.getSerializedSize();
            part.addGenericXdsConfigs(config);
        }
        return part.build();
    }

    private Standing about() {
        Standing about = client;
        if (about == null || !resources.hasNext()) {
            about = clients.next();
            client = about;
            resources = keys(about.state()).iterator();
        }
        return about;
    }

    private static List<ResourceKey> keys(StreamState state) {
        List<ResourceKey> keys = new ArrayList<>();
        for (String typeUrl : state.inOrder()) {
            TypeState type = state.type(typeUrl);
            if (type != null) {
                ResourceStatus.names(type).forEach(name -> keys.add(new ResourceKey(typeUrl, name)));
            }
        }
        return keys;
    }

    private GenericXdsConfig config(Standing about, ResourceKey key) {
        TypeState type = Objects.requireNonNull(about.state().type(key.typeUrl()), "a key of this client's");
        return ResourceStatus.of(type, key.name(), board.rejection(about.node(), key.typeUrl(), key.name()), shown);
    }
}
