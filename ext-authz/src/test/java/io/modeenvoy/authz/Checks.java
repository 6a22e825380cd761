package io.modeenvoy.authz;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.HeaderMap;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext.HttpRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.modeenvoy.access.Credentials;
import io.modeenvoy.policy.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Questions as Envoy asks them. */
final class Checks {
    private Checks() {}

    /** The two ways in which Envoy sends headers. */
    enum Encoding {
        /** {@code encode_raw_headers: true}: a line each, raw. */
        RAW,
        /** A map, lines of one name joined by commas. */
        JOINED
    }

    static CheckRequest check(String route, String path, Credentials credentials, Encoding encoding) {
        HttpRequest.Builder http = HttpRequest.newBuilder().setPath(path).setMethod("GET");
        lines(credentials).forEach(line -> add(http, line, encoding));
        AttributeContext.Builder attributes = AttributeContext.newBuilder()
                .setRequest(AttributeContext.Request.newBuilder().setHttp(http))
                .setSource(AttributeContext.Peer.newBuilder().setAddress(address(credentials.clientAddress())))
                .setMetadataContext(metadata(credentials.verifiedClaims()));
        if (!route.isEmpty()) {
            attributes.putContextExtensions(Names.ROUTE_EXTENSION, route);
        }
        return CheckRequest.newBuilder().setAttributes(attributes).build();
    }

    /** The first API key goes into {@code x-api-key}, the second into {@code api-key}. */
    private static List<Map.Entry<String, String>> lines(Credentials credentials) {
        List<Map.Entry<String, String>> lines = new ArrayList<>();
        credentials.authorization().forEach(value -> lines.add(Map.entry("authorization", value)));
        for (String value : credentials.apiKeyHeaders()) {
            boolean first = lines.stream().noneMatch(line -> line.getKey().equals("x-api-key"));
            lines.add(Map.entry(first ? "x-api-key" : "api-key", value));
        }
        return lines;
    }

    private static void add(HttpRequest.Builder http, Map.Entry<String, String> line, Encoding encoding) {
        switch (encoding) {
            case RAW -> {
                HeaderMap.Builder headers = http.getHeaderMapBuilder();
                headers.addHeaders(HeaderValue.newBuilder()
                        .setKey(line.getKey())
                        .setRawValue(ByteString.copyFromUtf8(line.getValue())));
            }
            case JOINED -> {
                String before = http.getHeadersMap().get(line.getKey());
                http.putHeaders(line.getKey(), before == null ? line.getValue() : before + "," + line.getValue());
            }
        }
    }

    private static Address address(@Nullable String clientAddress) {
        return clientAddress == null
                ? Address.getDefaultInstance()
                : Address.newBuilder()
                        .setSocketAddress(SocketAddress.newBuilder()
                                .setAddress(clientAddress)
                                .setPortValue(40_000))
                        .build();
    }

    /** As {@code jwt_authn} leaves a payload: under the provider's name, in a namespace of its own. */
    private static Metadata metadata(Map<String, String> claims) {
        return claims.isEmpty()
                ? Metadata.getDefaultInstance()
                : Metadata.newBuilder()
                        .putFilterMetadata("envoy.filters.http.jwt_authn", tokens(Map.of("idp", claims)))
                        .build();
    }

    static Struct tokens(Map<String, Map<String, String>> tokens) {
        Struct.Builder all = Struct.newBuilder();
        tokens.forEach((name, claims) -> {
            Struct.Builder payload = Struct.newBuilder();
            claims.forEach((claim, value) -> payload.putFields(
                    claim, Value.newBuilder().setStringValue(value).build()));
            all.putFields(name, Value.newBuilder().setStructValue(payload).build());
        });
        return all.build();
    }
}
