package io.modeenvoy.proc;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.modeenvoy.access.Credentials;
import io.modeenvoy.proc.rule.HeaderLookup;
import io.modeenvoy.service.AskingProxy;
import io.modeenvoy.service.VerifiedClaims;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The headers of a request or answer by lower-case name, and where a request came from. Never printed: it holds credentials. */
final class Head implements HeaderLookup {
    private static final String ATTRIBUTES = "envoy.filters.http.ext_proc";

    /** Envoy lets no more than 60 KiB go on; this leaves room for what is added on the way. */
    private static final int MOST_BYTES = 56 << 10;

    private final Map<String, List<String>> lines = new HashMap<>();
    private final @Nullable String clientAddress;
    private final List<Map<String, String>> tokens;
    private int count;
    private int bytes;

    private Head(Iterable<HeaderValue> headers, @Nullable String clientAddress, List<Map<String, String>> tokens) {
        for (HeaderValue header : headers) {
            lines.computeIfAbsent(header.getKey(), key -> new ArrayList<>(1)).add(text(header));
            count++;
            bytes += header.getSerializedSize();
        }
        this.clientAddress = clientAddress;
        this.tokens = tokens;
    }

    static Head ofRequest(ProcessingRequest request) {
        return new Head(
                request.getRequestHeaders().getHeaders().getHeadersList(),
                withoutPort(attribute(request, "source.address")),
                VerifiedClaims.in(request.getMetadataContext()));
    }

    static Head ofResponse(ProcessingRequest request) {
        return new Head(request.getResponseHeaders().getHeaders().getHeadersList(), null, List.of());
    }

    /** The value of a header message: Envoy sends raw bytes. */
    private static String text(HeaderValue header) {
        return header.getRawValue().isEmpty()
                ? header.getValue()
                : header.getRawValue().toStringUtf8();
    }

    /** An attribute Envoy was asked for; empty = absent. */
    static String attribute(ProcessingRequest request, String name) {
        Struct attributes = request.getAttributesOrDefault(ATTRIBUTES, Struct.getDefaultInstance());
        return attributes.getFieldsOrDefault(name, Value.getDefaultInstance()).getStringValue();
    }

    /** An attribute that is a whole number; 0 = absent. */
    static long number(ProcessingRequest request, String name) {
        Struct attributes = request.getAttributesOrDefault(ATTRIBUTES, Struct.getDefaultInstance());
        return (long)
                attributes.getFieldsOrDefault(name, Value.getDefaultInstance()).getNumberValue();
    }

    /** An attribute that is a duration, {@code 1.25s}; zero = absent. */
    static Duration duration(ProcessingRequest request, String name) {
        String text = attribute(request, name);
        return text.matches("[0-9]{1,9}([.][0-9]{1,9})?s")
                ? Duration.ofNanos((long) (Double.parseDouble(text.substring(0, text.length() - 1)) * 1e9))
                : Duration.ZERO;
    }

    /** When Envoy read the first byte of the request, by its clock; null = it did not say. */
    static @Nullable Instant begun(ProcessingRequest request) {
        try {
            return OffsetDateTime.parse(attribute(request, "request.time")).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static @Nullable String withoutPort(String address) {
        int colon = address.lastIndexOf(':');
        String host = colon < 0 || address.endsWith("]") ? address : address.substring(0, colon);
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return bare.isEmpty() ? null : bare;
    }

    /** Where a request came from, as far as the proxy may say: an address of IPv4, or the network of 64 bits of IPv6 in which a client can have as many as it likes. */
    String clientNetwork(AskingProxy.Standing.Admitted proxy) {
        String address = proxy.clientAddress(clientAddress);
        if (address == null || address.indexOf(':') < 0) {
            return String.valueOf(address);
        }
        try {
            return HexFormat.of().formatHex(InetAddress.ofLiteral(address).getAddress(), 0, 8);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return address;
        }
    }

    @Override
    public @Nullable String get(String name) {
        List<String> values = lines.get(name);
        return values == null ? null : values.size() == 1 ? values.getFirst() : String.join(",", values);
    }

    /** The names of all headers, in lower case. */
    Stream<String> names() {
        return lines.keySet().stream();
    }

    /** How many headers there are; one of several lines counts for each. */
    int count() {
        return count;
    }

    /** The value, or an empty text. */
    String text(String name) {
        String value = get(name);
        return value == null ? "" : value;
    }

    /** Whether there is no room for the headers that are ours to add. */
    boolean tooLarge() {
        return bytes > MOST_BYTES;
    }

    /** Whether more than one token was verified, so that nobody can tell who calls. */
    boolean severalTokens() {
        return tokens.size() > 1;
    }

    /** Of a client that is where the proxy may say it is. */
    Credentials credentials(AskingProxy.Standing.Admitted proxy) {
        List<String> keys = new ArrayList<>(lines.getOrDefault("x-api-key", List.of()));
        keys.addAll(lines.getOrDefault("api-key", List.of()));
        return new Credentials(
                lines.getOrDefault("authorization", List.of()),
                keys,
                proxy.clientAddress(clientAddress),
                tokens.isEmpty() ? Map.of() : tokens.getFirst());
    }

    /** -1 = not given. */
    long contentLength() {
        String value = text("content-length");
        return value.isEmpty() || value.length() > 18 || !value.chars().allMatch(Character::isDigit)
                ? -1
                : Long.parseLong(value);
    }
}
