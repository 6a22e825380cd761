package io.modeenvoy.bootstrap;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.extensions.bootstrap.internal_listener.v3.InternalListener;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;

/** Envoy's messages as texts that Envoy reads. */
final class Yamls {
    private Yamls() {}

    static String json(MessageOrBuilder message) {
        return print(message, JsonFormat.printer());
    }

    /** On one line. */
    static String compactJson(MessageOrBuilder message) {
        return print(message, JsonFormat.printer().omittingInsignificantWhitespace());
    }

    private static String print(MessageOrBuilder message, JsonFormat.Printer printer) {
        try {
            return printer.preservingProtoFieldNames()
                    .usingTypeRegistry(TypeRegistry.newBuilder()
                            .add(HttpProtocolOptions.getDescriptor())
                            .add(UpstreamTlsContext.getDescriptor())
                            .add(Secret.getDescriptor())
                            .add(HttpConnectionManager.getDescriptor())
                            .add(Router.getDescriptor())
                            .add(InternalListener.getDescriptor())
                            .add(Messages.DOWNSTREAM_CONNECTIONS)
                            .build())
                    .print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    static String of(MessageOrBuilder message) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(json(message));
        return new Yaml(new Representer(options), options).dump(tree);
    }
}
