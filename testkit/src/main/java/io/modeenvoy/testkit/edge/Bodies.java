package io.modeenvoy.testkit.edge;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.random.RandomGenerator;

/** Bodies of calls at random: good ones, and ones that a reader may take for another. */
final class Bodies {
    private static final String REST = "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]";

    /** {@code @} stands for the model. */
    private static final List<String> HOSTILE = List.of(
            "",
            " ",
            "null",
            "[]",
            "\"@\"",
            "{}",
            "{",
            "{\"model\":\"@\"",
            "{\"model\":\"@\"," + REST + "}}",
            "{\"model\":\"@\"," + REST + "} {\"model\":\"ghost\"}",
            "{\"model\":\"@\"," + REST + "}\u0000",
            "{\"model\":\"@\"," + REST + "}GET /v1/models HTTP/1.1\r\nhost: x\r\n\r\n",
            "{\"model\":\"@\",\"model\":\"ghost\"," + REST + "}",
            "{\"model\":\"ghost\"," + REST + ",\"model\":\"@\"}",
            "{\"model\":\"@\",\"mod\\u0065l\":\"ghost\"," + REST + "}",
            "{\"\\u006dodel\":\"@\"," + REST + "}",
            "{\"Model\":\"ghost\",\"model\":\"@\",\"MODEL\":\"ghost\"," + REST + "}",
            "{\"model\":\"@\\u0000\"," + REST + "}",
            "{\"model\":\" @ \"," + REST + "}",
            "{\"model\":\"\\ud800\"," + REST + "}",
            "{\"model\":null," + REST + "}",
            "{\"model\":[\"@\"]," + REST + "}",
            "{\"model\":1e400," + REST + "}",
            "{\"model\":\"@\",\"max_tokens\":-1," + REST + "}",
            "{\"model\":\"@\",\"max_tokens\":1e400," + REST + "}",
            "{\"model\":\"@\",\"max_tokens\":99999999999999999999999999," + REST + "}",
            "{\"model\":\"@\",\"max_tokens\":1,\"max_tokens\":9," + REST + "}",
            "{\"model\":\"@\",\"max_tokens\":1,\"max_completion_tokens\":9," + REST + "}",
            "{\"model\":\"@\",\"n\":1000000000000," + REST + "}",
            "{\"model\":\"@\",\"n\":\"2\"," + REST + "}",
            "{\"model\":\"@\",\"stream\":\"yes\"," + REST + "}",
            "{\"model\":\"@\",\"stream\":true,\"stream\":false," + REST + "}",
            "{\"model\":\"@\",\"stream\":true,\"stream_options\":[]," + REST + "}",
            "{\"model\":\"@\",\"stream\":true,\"stream_options\":{\"include_usage\":\"no\"}," + REST + "}",
            "{'model':'@'," + REST + "}",
            "{\"model\":\"@\"," + REST + ",}",
            "{/**/\"model\":\"@\"," + REST + "}",
            "{\"model\":\"@\",\"x\":NaN," + REST + "}",
            "{\"model\":\"@\",\"x\":01," + REST + "}",
            "{\"model\":\"@\",\"x\":\"\u00ff\u00fe\"," + REST + "}",
            "{\"model\":\"@\",\"x\":\"\u00c0\u00af\"," + REST + "}",
            "{\"model\":\"@\",\"x\":\"a\nb\"," + REST + "}",
            "\u00ef\u00bb\u00bf{\"model\":\"@\"," + REST + "}",
            "\u00ff\u00fe{\u0000\"\u0000",
            "{\"__proto__\":{\"model\":\"ghost\"},\"model\":\"@\"," + REST + "}");

    private Bodies() {}

    /** One that any provider takes, mostly short. It asks for nothing the gateway would add something to. */
    static ByteString good(RandomGenerator random, String model) {
        int length = switch (random.nextInt(12)) {
            case 0 -> random.nextInt(2_000_000);
            case 1, 2 -> random.nextInt(200_000);
            default -> random.nextInt(600);
        };
        String text = text(random, length);
        String named = "\"model\":\"" + model + "\"";
        String rest = "\"messages\": [{\"role\":\"user\",\"content\":\"" + text + "\"}],\"x-" + random.nextInt()
                + "\":1.50e1";
        String json = random.nextBoolean() ? "{" + named + "," + rest + "}" : " {\n" + rest + ",\t" + named + " }\r\n";
        return ByteString.copyFromUtf8(json);
    }

    /** One of which at least something is odd. */
    static ByteString hostile(RandomGenerator random, String model) {
        return switch (random.nextInt(8)) {
            case 0 -> mangled(random, good(random, model));
            case 1 -> ByteString.copyFromUtf8(nested(random, model));
            case 2 ->
                ByteString.copyFromUtf8("{\"model\":\"" + model + "\",\"x\":" + "9".repeat(1 + random.nextInt(5_000))
                        + "," + REST + "}");
            default ->
                ByteString.copyFrom(
                        Bytes.latin(HOSTILE.get(random.nextInt(HOSTILE.size())).replace("@", model)));
        };
    }

    private static String text(RandomGenerator random, int length) {
        StringBuilder text = new StringBuilder(length);
        while (text.length() < length) {
            text.append(
                    switch (random.nextInt(40)) {
                        case 0 -> "\\u00e9";
                        case 1 -> "\\\"";
                        case 2 -> "ü\u20ac";
                        case 3 -> "\\r\\n0\\r\\n\\r\\n";
                        default -> "lorem " + random.nextInt(1000);
                    });
        }
        return text.toString();
    }

    private static String nested(RandomGenerator random, String model) {
        int depth = 1 << random.nextInt(14);
        boolean closed = random.nextInt(4) != 0;
        return "{\"model\":\"" + model + "\",\"x\":" + "[".repeat(depth) + (closed ? "]".repeat(depth) : "") + ","
                + REST + "}";
    }

    /** Some bytes changed, left out or doubled. */
    private static ByteString mangled(RandomGenerator random, ByteString good) {
        ByteString body = good;
        for (int more = random.nextInt(4); more >= 0 && body.size() > 2; more--) {
            int at = random.nextInt(body.size() - 1);
            ByteString middle = switch (random.nextInt(3)) {
                case 0 -> ByteString.EMPTY;
                case 1 -> ByteString.copyFrom(new byte[] {(byte) random.nextInt(256)});
                default -> body.substring(at, Math.min(body.size(), at + 1 + random.nextInt(64)));
            };
            body = body.substring(0, at).concat(middle).concat(body.substring(at + 1));
        }
        return random.nextInt(4) == 0 ? body.substring(0, random.nextInt(body.size())) : body;
    }
}
