package io.modeenvoy.testkit.xds;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One response of an xDS server in either dialect.
 *
 * @param version of the type; empty in delta
 * @param resources by name
 * @param versions by name; empty in state-of-the-world
 * @param ttls by name, of those that have one; a heartbeat is a TTL without a resource
 */
public record XdsReply(
        String typeUrl,
        String nonce,
        String version,
        SortedMap<String, Any> resources,
        Map<String, String> versions,
        List<String> removed,
        Map<String, Duration> ttls) {

    /** The names of the resources, sorted. */
    public Set<String> names() {
        return resources.keySet();
    }

    /** The bytes of one resource. */
    public ByteString body(String name) {
        Any resource = resources.get(name);
        if (resource == null) {
            throw new AssertionError("resource " + name + ": missing (expected: among " + names() + ")");
        }
        return resource.getValue();
    }

    static XdsReply of(DeltaDiscoveryResponse response) {
        SortedMap<String, Any> resources = new TreeMap<>();
        Map<String, String> versions = new TreeMap<>();
        Map<String, Duration> ttls = new TreeMap<>();
        for (Resource resource : response.getResourcesList()) {
            if (resource.hasResource()) {
                once(resources.put(resource.getName(), resource.getResource()), resource.getName());
            }
            versions.put(resource.getName(), resource.getVersion());
            ttl(resource, ttls);
        }
        return new XdsReply(
                response.getTypeUrl(),
                response.getNonce(),
                "",
                resources,
                versions,
                List.copyOf(response.getRemovedResourcesList()),
                ttls);
    }

    static XdsReply of(DiscoveryResponse response) {
        SortedMap<String, Any> resources = new TreeMap<>();
        Map<String, Duration> ttls = new TreeMap<>();
        for (Any any : response.getResourcesList()) {
            if (any.is(Resource.class)) {
                Resource wrapper = References.unpack(any, Resource.class);
                once(resources.put(wrapper.getName(), wrapper.getResource()), wrapper.getName());
                ttl(wrapper, ttls);
            } else {
                String name = nameIn(any.getValue());
                once(resources.put(name, any), name);
            }
        }
        return new XdsReply(
                response.getTypeUrl(),
                response.getNonce(),
                response.getVersionInfo(),
                resources,
                Map.of(),
                List.of(),
                ttls);
    }

    private static void ttl(Resource resource, Map<String, Duration> ttls) {
        if (resource.hasTtl()) {
            ttls.put(
                    resource.getName(),
                    Duration.ofSeconds(
                            resource.getTtl().getSeconds(), resource.getTtl().getNanos()));
        }
    }

    /** Every xDS resource has its name in field 1. */
    private static String nameIn(ByteString body) {
        CodedInputStream in = body.newCodedInput();
        try {
            while (!in.isAtEnd()) {
                int tag = in.readTag();
                if (tag == ((1 << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                    return in.readStringRequireUtf8();
                }
                in.skipField(tag);
            }
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException("resource is no message", e);
        }
    }

    private static void once(@Nullable Any before, String name) {
        if (before != null) {
            throw new AssertionError("resource " + name + ": twice in one response (expected: once)");
        }
    }
}
