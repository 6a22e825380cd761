package io.modeenvoy.testkit.edge;

import com.google.protobuf.ByteString;
import io.modeenvoy.testkit.edge.WireCall.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Calls at random, the same for the same seed and number.
 *
 * @param key of the caller
 */
public record WireCalls(long seed, String key) {
    private static final String PATH = "/v1/chat/completions";
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** A good body and plain headers in any framing. */
    public WireCall framed(int index) {
        RandomGenerator random = random(index);
        Target target = any(random);
        ByteString body = Bodies.good(random, target.model());
        return call(index, target, Framings.any(random, body.size()), plain(), body, true);
    }

    /** Anything: headers, body or both may be hostile. */
    public WireCall any(int index) {
        RandomGenerator random = random(index);
        int kind = random.nextInt(4);
        if (kind == 0) {
            return framed(index);
        }
        Target target = any(random);
        List<Field> fields = plain();
        if (kind != 1) {
            fields.addAll(random.nextInt(2) * fields.size(), HostileFields.some(random, key));
        }
        ByteString body = kind == 2 ? Bodies.good(random, target.model()) : Bodies.hostile(random, target.model());
        return call(index, target, Framings.any(random, body.size()), fields, body, false);
    }

    /** The call that follows on the same connection: as good and plain as can be. */
    public WireCall next(int index) {
        ByteString body = Bodies.good(new SplittableRandom(1), Target.ONE.model());
        return new WireCall(id(index) + "-next", PATH, Framings.PLAIN_1, plain(), body, Target.ONE, true);
    }

    private WireCall call(
            int index, Target target, Framing framing, List<Field> fields, ByteString body, boolean good) {
        return new WireCall(id(index), PATH, framing, fields, body, target, good);
    }

    private String id(int index) {
        return seed + "-" + index;
    }

    private static Target any(RandomGenerator random) {
        Target[] all = Target.values();
        return all[random.nextInt(all.length)];
    }

    private List<Field> plain() {
        return new ArrayList<>(
                List.of(new Field("authorization", "Bearer " + key), new Field("content-type", "application/json")));
    }

    private RandomGenerator random(int index) {
        return new SplittableRandom(seed + index * SPREAD);
    }
}
