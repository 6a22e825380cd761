package io.modeenvoy.xds.server;

import com.google.errorprone.annotations.concurrent.LazyInit;
import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A resource in a snapshot, ready for the wire: a small prefix of its own, the body shared by everyone. */
final class Entry implements Held {
    private final XdsResource resource;
    private final ByteString deltaPrefix;

    @LazyInit
    private @Nullable ByteString sotwPrefix;

    @LazyInit
    private @Nullable Mentions mentions;

    Entry(String typeUrl, XdsResource resource) {
        this.resource = resource;
        this.deltaPrefix = Wire.deltaPrefix(typeUrl, resource);
    }

    String name() {
        return resource.name();
    }

    String version() {
        return resource.version();
    }

    XdsResource resource() {
        return resource;
    }

    void appendDelta(List<ByteString> chunks) {
        chunks.add(deltaPrefix);
        chunks.add(resource.body());
    }

    void appendSotw(String typeUrl, List<ByteString> chunks) {
        ByteString prefix = sotwPrefix;
        if (prefix == null) {
            prefix = Wire.sotwPrefix(typeUrl, resource);
            sotwPrefix = prefix;
        }
        chunks.add(prefix);
        chunks.add(resource.body());
    }

    /** Half of its TTL, or null if it has none. */
    @Nullable
    Duration beat() {
        Duration ttl = resource.ttl();
        return ttl == null ? null : ttl.dividedBy(2);
    }

    /** The names that stand in its bytes; found out when first asked for. */
    Mentions mentions() {
        Mentions found = mentions;
        if (found == null) {
            found = Mentions.in(resource.body());
            mentions = found;
        }
        return found;
    }

    @Override
    public String toString() {
        return resource.toString();
    }
}
