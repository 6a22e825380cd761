package io.modeenvoy.xds.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One resource as bytes. A class and not a record, because its version is computed from its body once. */
public final class XdsResource {
    private final String name;
    private final ByteString body;
    private final String version;
    private final @Nullable Duration ttl;

    /** @param body the serialised resource message: the value of the Any, without its type URL */
    public XdsResource(String name, ByteString body) {
        this(name, body, null);
    }

    private XdsResource(String name, ByteString body, @Nullable Duration ttl) {
        if (name.isEmpty() || name.equals("*")) {
            throw new IllegalArgumentException("resource name: '" + name + "' (expected: not empty and not '*')");
        }
        this.name = name;
        this.body = body;
        this.ttl = ttl;
        this.version = ContentHash.version(ttl == null ? body : body.concat(Wire.ttl(ttl)));
    }

    /** Serialises deterministically: maps in key order, so that equal messages give equal versions. */
    public static XdsResource of(String name, Message message) {
        byte[] bytes = new byte[message.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        try {
            message.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + name + ": cannot be serialised", e);
        }
        return new XdsResource(name, ByteString.copyFrom(bytes));
    }

    /**
     * The same, to be forgotten by clients that have not heard of it for so long: heartbeats at half the time keep it alive as long as
     * the server is there. Meant for what must not outlive its server, such as injected faults.
     */
    public XdsResource withTtl(Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("resource " + name + ": ttl " + duration + " (expected: positive)");
        }
        return new XdsResource(name, body, duration);
    }

    public String name() {
        return name;
    }

    public ByteString body() {
        return body;
    }

    /** How long it lives without a sign of the server, or null: for ever. */
    public @Nullable Duration ttl() {
        return ttl;
    }

    /** Hash of the body and the TTL: 16 characters. */
    public String version() {
        return version;
    }

    /** Whether clients cannot tell the two apart. */
    boolean sameAs(XdsResource other) {
        return version.equals(other.version) && name.equals(other.name);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof XdsResource resource && sameAs(resource);
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + version.hashCode();
    }

    /** Name, version and size: bodies may hold secrets. */
    @Override
    public String toString() {
        return name + "@" + version + " (" + body.size() + " bytes)";
    }
}
