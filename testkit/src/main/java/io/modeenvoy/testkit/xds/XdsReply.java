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
 */
public record XdsReply(
        String typeUrl,
        String nonce,
        String version,
        SortedMap<String, Any> resources,
        Map<String, String> versions,
        List<String> removed) {

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
        for (Resource resource : response.getResourcesList()) {
            once(resources.put(resource.getName(), resource.getResource()), resource.getName());
            versions.put(resource.getName(), resource.getVersion());
        }
        return new XdsReply(
                response.getTypeUrl(),
                response.getNonce(),
                "",
                resources,
                versions,
                List.copyOf(response.getRemovedResourcesList()));
    }

    static XdsReply of(DiscoveryResponse response) {
        SortedMap<String, Any> resources = new TreeMap<>();
        for (Any resource : response.getResourcesList()) {
            String name = nameIn(resource.getValue());
            once(resources.put(name, resource), name);
        }
        return new XdsReply(
                response.getTypeUrl(), response.getNonce(), response.getVersionInfo(), resources, Map.of(), List.of());
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
