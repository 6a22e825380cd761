package io.modeenvoy.testkit.edge;

import io.modeenvoy.testkit.edge.WireCall.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Header lines of somebody who wants to pass for the gateway, or to confuse it. */
final class HostileFields {
    /** In the value of every header that only the gateway may set: it must not be seen at an upstream. */
    static final String FORGED = "forged";

    private static final List<String> INTERNAL = List.of(
            "x-modeenvoy-rule",
            "x-modeenvoy-tenant",
            "x-modeenvoy-consumer",
            "x-modeenvoy-key",
            "x-modeenvoy-key-id",
            "x-modeenvoy-length",
            "x-modeenvoy-",
            "x-envoy-original-path",
            "x-envoy-original-host",
            "x-envoy-internal",
            "x-envoy-retry-on",
            "x-envoy-force-trace",
            "x-envoy-external-address",
            "x-envoy-decorator-operation",
            "x-envoy-upstream-alt-stat-name",
            "x-envoy-ip-tags",
            "x-envoy-attempt-count",
            "x-envoy-expected-rq-timeout-ms");

    /** {@code @} stands for the caller's key. */
    private static final List<Field> OTHERS = List.of(
            new Field("x-envoy-upstream-rq-timeout-ms", "1"),
            new Field("x-envoy-upstream-rq-per-try-timeout-ms", "1"),
            new Field("x-envoy-max-retries", "9"),
            new Field("x-envoy-retry-on", "5xx"),
            new Field("x-modeenvoy-length", "1"),
            new Field("x_modeenvoy_rule", FORGED),
            new Field("x-modeenvoy_rule", FORGED),
            new Field("content_length", "1"),
            new Field("content-length", "1"),
            new Field("content-type", "text/plain"),
            new Field("content-encoding", "gzip"),
            new Field("content-encoding", "identity"),
            new Field("transfer-encoding", "identity"),
            new Field("transfer-encoding", "gzip, chunked"),
            new Field("transfer-encoding", "\u000bchunked"),
            new Field("connection", "x-other, authorization"),
            new Field("connection", "close"),
            new Field("connection", "upgrade"),
            new Field("upgrade", "h2c"),
            new Field("upgrade", "websocket"),
            new Field("te", "trailers"),
            new Field("trailer", "authorization"),
            new Field("keep-alive", "timeout=1"),
            new Field("proxy-connection", "keep-alive"),
            new Field("expect", "200-maybe"),
            new Field("host", "other.example"),
            new Field(":path", "/v1/models"),
            new Field(":authority", "other.example"),
            new Field("x-forwarded-for", "10.0.0.1"),
            new Field("x-forwarded-proto", "https"),
            new Field("x-original-url", "/v1/models"),
            new Field("x-http-method-override", "GET"),
            new Field("authorization", "Bearer @"),
            new Field("authorization", "Bearer me_live_wrong"),
            new Field("authorization", "Basic @"),
            new Field("x-api-key", "@"),
            new Field("api-key", "@"),
            new Field("proxy-authorization", "Bearer @"),
            new Field("cookie", "key=@"),
            new Field("openai-organization", "org-other"),
            new Field("openai-project", "other"),
            new Field("x-folded", "one\r\n two"),
            new Field("x-odd", "\u0080\u00ff\u00e9"),
            new Field("x-odd", "a\u0001b"),
            new Field("x-odd", "a\tb"),
            new Field("x odd", "1"),
            new Field("x-\u00e9", "1"),
            new Field("", "1"),
            new Field("accept-encoding", "gzip"),
            new Field("range", "bytes=0-1"));

    private HostileFields() {}

    static List<Field> some(RandomGenerator random, String key) {
        List<Field> fields = new ArrayList<>();
        for (int more = random.nextInt(4); more >= 0; more--) {
            fields.add(one(random, key));
        }
        if (random.nextInt(20) == 0) {
            int many = random.nextInt(150);
            for (int i = 0; i < many; i++) {
                fields.add(new Field("x-many-" + i, "v".repeat(random.nextInt(100))));
            }
        }
        return fields;
    }

    private static Field one(RandomGenerator random, String key) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> new Field(cased(random, INTERNAL.get(random.nextInt(INTERNAL.size()))), FORGED);
            case 2 -> new Field("x-long", "l".repeat(1 << random.nextInt(17)));
            default -> {
                Field field = OTHERS.get(random.nextInt(OTHERS.size()));
                yield new Field(field.name(), field.value().replace("@", key));
            }
        };
    }

    private static String cased(RandomGenerator random, String name) {
        return random.nextInt(4) == 0 ? name.toUpperCase(java.util.Locale.ROOT) : name;
    }
}
