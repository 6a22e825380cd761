package io.modeenvoy.xds.translator;

import com.github.xds.type.v3.TypedStruct;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.FilterConfig;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.access_loggers.file.v3.FileAccessLog;
import io.envoyproxy.envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;
import io.envoyproxy.envoy.extensions.bootstrap.internal_listener.v3.InternalListener;
import io.envoyproxy.envoy.extensions.common.matching.v3.ExtensionWithMatcher;
import io.envoyproxy.envoy.extensions.filters.http.composite.v3.Composite;
import io.envoyproxy.envoy.extensions.filters.http.composite.v3.ExecuteFilterAction;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.Cors;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.CorsPolicy;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthz;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute;
import io.envoyproxy.envoy.extensions.filters.http.ext_proc.v3.ExtProcPerRoute;
import io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.HeaderMutation;
import io.envoyproxy.envoy.extensions.filters.http.ratelimit.v3.RateLimit;
import io.envoyproxy.envoy.extensions.filters.http.ratelimit.v3.RateLimitPerRoute;
import io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.rbac.matchers.upstream_ip_port.v3.UpstreamIpPortMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.type.matcher.v3.HttpRequestHeaderMatchInput;
import io.modeenvoy.xds.translator.proto.ClusterConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;

/** Prints resources for people, in the field names of Envoy's documentation. Secrets are hidden. */
public final class XdsPrinter {
    private static final List<Descriptor> MESSAGES = List.of(
            TypedStruct.getDescriptor(),
            HttpConnectionManager.getDescriptor(),
            Router.getDescriptor(),
            InternalListener.getDescriptor(),
            ExtensionWithMatcher.getDescriptor(),
            FilterConfig.getDescriptor(),
            Composite.getDescriptor(),
            ExecuteFilterAction.getDescriptor(),
            HttpRequestHeaderMatchInput.getDescriptor(),
            HeaderMutation.getDescriptor(),
            Cors.getDescriptor(),
            CorsPolicy.getDescriptor(),
            ExtAuthz.getDescriptor(),
            ExtAuthzPerRoute.getDescriptor(),
            ExtProcPerRoute.getDescriptor(),
            ExpressionFilter.getDescriptor(),
            RateLimit.getDescriptor(),
            RateLimitPerRoute.getDescriptor(),
            UpstreamCodec.getDescriptor(),
            RBAC.getDescriptor(),
            UpstreamIpPortMatcher.getDescriptor(),
            StdoutAccessLog.getDescriptor(),
            FileAccessLog.getDescriptor(),
            TlsInspector.getDescriptor(),
            DownstreamTlsContext.getDescriptor(),
            UpstreamTlsContext.getDescriptor(),
            HttpProtocolOptions.getDescriptor(),
            ClusterConfig.getDescriptor(),
            Listener.getDescriptor(),
            RouteConfiguration.getDescriptor(),
            Cluster.getDescriptor(),
            ClusterLoadAssignment.getDescriptor(),
            Secret.getDescriptor());

    private static final TypeRegistry TYPES = TypeRegistry.newBuilder()
            .add(MESSAGES)
            .add(io.modeenvoy.policy.proto.Secret.getDescriptor().getFile().getMessageTypes())
            .build();

    private XdsPrinter() {}

    /** Where the messages are declared that we serve, or that stand inside such ones. */
    public static Set<FileDescriptor> files() {
        return MESSAGES.stream().map(Descriptor::getFile).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A YAML list of the resources, in their order. */
    public static String yaml(Collection<TranslatedResource> resources) {
        List<Object> trees = new ArrayList<>();
        resources.forEach(resource -> trees.add(tree(json(resource))));
        return dump(trees);
    }

    /** One resource as JSON. */
    public static String json(TranslatedResource resource) {
        return print(Redaction.hide(resource.message()));
    }

    /** A serialised resource as JSON, or null when its type is not one that we serve. */
    public static @Nullable String json(String typeUrl, ByteString body) {
        Message message = parse(typeUrl, body);
        return message == null ? null : print(Redaction.hide(message));
    }

    /** A message as JSON as it is: what must not be seen has been taken out before. */
    public static String print(Message message) {
        try {
            return JsonFormat.printer()
                    .preservingProtoFieldNames()
                    .usingTypeRegistry(TYPES)
                    .print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("a type is missing in XdsPrinter.TYPES", e);
        }
    }

    /** The message of a type that we serve or that stands inside such a one, or null. */
    static @Nullable Message parse(String typeUrl, ByteString body) {
        try {
            return Redaction.parse(TYPES.getDescriptorForTypeUrl(typeUrl), body);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("type URL: " + typeUrl + " (expected: a prefix, a slash and a name)", e);
        }
    }

    private static Object tree(String json) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(json);
    }

    private static String dump(Object tree) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        return new Yaml(new Representer(options), options).dump(tree);
    }
}
