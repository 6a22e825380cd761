package io.modeenvoy.xds.server;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.admin.v3.ClientResourceStatus;
import io.envoyproxy.envoy.admin.v3.UpdateFailureState;
import io.envoyproxy.envoy.service.status.v3.ClientConfig.GenericXdsConfig;
import io.envoyproxy.envoy.service.status.v3.ConfigStatus;
import io.modeenvoy.xds.server.TypeAcks.RejectedResource;
import java.util.Collection;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One resource of one client in the words of CSDS: what the client holds, and how that compares to what there is. */
final class ResourceStatus {
    private final TypeState type;
    private final String name;
    private final Held held;
    private final boolean onItsWay;
    private final @Nullable Entry current;
    private final @Nullable RejectedResource rejected;

    private ResourceStatus(TypeState type, String name, @Nullable RejectedResource rejected) {
        Outstanding sent = type.outstanding();
        this.type = type;
        this.name = name;
        this.onItsWay = sent != null && sent.carries(name);
        this.held = sent != null && sent.carries(name)
                ? sent.certain(name)
                : type.view().held(name);
        this.current = type.view().base().get(name);
        this.rejected = rejected;
    }

    /** Everything a client asks for, or still has although it is gone, by name. */
    static Collection<String> names(TypeState type) {
        TreeSet<String> names = new TreeSet<>(type.subscription().names());
        names.addAll(type.view().exceptions().keySet());
        if (type.subscription().wildcard()) {
            names.addAll(type.view().base().names());
        }
        if (type.outstanding() != null) {
            names.addAll(type.outstanding().removals());
        }
        return names;
    }

    /** @param shown null = no contents */
    static GenericXdsConfig of(
            TypeState type, String name, @Nullable RejectedResource rejected, @Nullable ShownResources shown) {
        return new ResourceStatus(type, name, rejected).config(shown);
    }

    private GenericXdsConfig config(@Nullable ShownResources shown) {
        GenericXdsConfig.Builder config = GenericXdsConfig.newBuilder()
                .setTypeUrl(type.typeUrl())
                .setName(name)
                .setClientStatus(client())
                .setConfigStatus(server());
        String version = Held.versionOf(held);
        if (version != null) {
            config.setVersionInfo(version);
        }
        Any body = contents(Held.entryOf(held), shown);
        if (version != null && body != null) {
            config.setXdsConfig(body);
        }
        if (rejected != null) {
            config.setErrorState(error(rejected, shown));
        }
        return config.build();
    }

    private ClientResourceStatus client() {
        if (rejected != null) {
            return ClientResourceStatus.NACKED;
        }
        return switch (held) {
            case Entry _, Held.Version _ -> ClientResourceStatus.ACKED;
            case Held.Nothing _ when current == null && !onItsWay && published() -> ClientResourceStatus.DOES_NOT_EXIST;
            case Held.Nothing _, Held.Unknown _, Held.Earlier _ -> ClientResourceStatus.REQUESTED;
        };
    }

    private ConfigStatus server() {
        if (rejected != null) {
            return ConfigStatus.ERROR;
        }
        if (onItsWay) {
            return ConfigStatus.STALE;
        }
        return published() && Held.matches(held, current) ? ConfigStatus.SYNCED : ConfigStatus.NOT_SENT;
    }

    /** A type nobody has published says nothing about what exists. */
    private boolean published() {
        return type.view().base().generation() > 0 || XdsTypes.ENVOY.contains(type.typeUrl());
    }

    private UpdateFailureState error(RejectedResource rejection, @Nullable ShownResources shown) {
        UpdateFailureState.Builder error =
                UpdateFailureState.newBuilder().setDetails(rejection.message()).setVersionInfo(rejection.version());
        boolean still = current != null && current.version().equals(rejection.version());
        Any body = contents(still ? current : null, shown);
        return body == null ? error.build() : error.setFailedConfiguration(body).build();
    }

    private @Nullable Any contents(@Nullable Entry entry, @Nullable ShownResources shown) {
        ByteString body = entry == null || shown == null
                ? null
                : shown.shown(type.typeUrl(), entry.resource().body());
        return body == null
                ? null
                : Any.newBuilder().setTypeUrl(type.typeUrl()).setValue(body).build();
    }
}
