package io.modeenvoy.xds.translator;

import com.github.xds.type.v3.TypedStruct;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Small parts of Envoy's vocabulary. */
final class Messages {
    /** "Ask the ADS stream." */
    static final ConfigSource ADS = ConfigSource.newBuilder()
            .setAds(AggregatedConfigSource.getDefaultInstance())
            .setResourceApiVersion(ApiVersion.V3)
            .build();

    private Messages() {}

    /** The same message gives the same bytes in every process: map entries are sorted. */
    static ByteString bytes(Message message) {
        ByteString.Output out = ByteString.newOutput(message.getSerializedSize());
        CodedOutputStream coded = CodedOutputStream.newInstance(out);
        coded.useDeterministicSerialization();
        try {
            message.writeTo(coded);
            coded.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteString();
    }

    static Any any(Message message) {
        return Any.newBuilder()
                .setTypeUrl(TypeUrls.of(message.getDescriptorForType()))
                .setValue(bytes(message))
                .build();
    }

    static TypedExtensionConfig extension(String name, Message config) {
        return TypedExtensionConfig.newBuilder()
                .setName(name)
                .setTypedConfig(any(config))
                .build();
    }

    /** A message Envoy knows and our generated classes do not, or not with all fields. */
    static TypedStruct typedStruct(String messageName, Struct fields) {
        return TypedStruct.newBuilder()
                .setTypeUrl("type.googleapis.com/" + messageName)
                .setValue(fields)
                .build();
    }

    static Struct struct(String json) {
        Struct.Builder struct = Struct.newBuilder();
        try {
            JsonFormat.parser().merge(json, struct);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(json, e);
        }
        return struct.build();
    }

    /** The fields of {@code message} by the names of its .proto file. */
    static Struct struct(Message message) {
        try {
            return struct(JsonFormat.printer().preservingProtoFieldNames().print(message));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Duration duration(java.time.Duration duration) {
        return Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }

    static UInt32Value uint32(int value) {
        return UInt32Value.of(value);
    }

    /**
     * {@code name} as a part of a statistic's name. A dot there ends the part, so that of {@code llm.eu} the rest would be taken for the name of another statistic; names of
     * objects have no underscores, so two of them stay two.
     */
    static String statName(String name) {
        return name.replace('.', '_');
    }

    /** A gRPC service behind a cluster of the bootstrap. */
    static GrpcService.Builder grpcService(String cluster, java.time.Duration timeout) {
        return GrpcService.newBuilder()
                .setEnvoyGrpc(GrpcService.EnvoyGrpc.newBuilder().setClusterName(cluster))
                .setTimeout(duration(timeout));
    }
}
