package io.modeenvoy.proc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an answer becomes in memory counts while it waits for Envoy. */
final class InflatedMemoryTest {
    private static final int MIB = 1 << 20;
    /** Those to the request, and to the headers of its answer. */
    private static final int BEFORE_THE_BODY = 3;

    private final Bench bench = new Bench(
            new FakeLedger(),
            ProcOptions.defaults().withMaxBodyBytes(MIB).withAllBodyBytes(4 * MIB),
            Instant.parse("2026-11-20T12:00:00Z"),
            World.resources());

    @AfterEach
    void close() {
        bench.close();
    }

    private FakeEnvoy answered(int takes) {
        FakeEnvoy envoy = bench.stream(World.ENTRY, takes)
                .requestHeaders(Bench.headers("POST", "/v1/chat/completions"), false)
                .requestBody("{\"model\":\"one\",\"stream\":true}", true);
        return envoy.responseHeaders(
                Map.of(":status", "200", "content-type", "application/json", "content-encoding", "gzip"),
                "via_upstream",
                false);
    }

    private static ByteString gzip(int size) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packer = new GZIPOutputStream(out)) {
            packer.write(new byte[size]);
        }
        return ByteString.copyFrom(out.toByteArray());
    }

    private double counted() {
        return bench.meters.get("modeenvoy.ext_proc.body_bytes").gauge().value();
    }

    @Test
    void countsWhatWaitsForEnvoyUntilTheCallIsOver() throws IOException {
        FakeEnvoy envoy = answered(BEFORE_THE_BODY).responseBody(gzip(MIB / 2), false);

        assertThat(counted()).isBetween(MIB / 2.0, MIB / 2.0 + 4_096);
        envoy.cancel();
        assertThat(counted()).isZero();
    }

    @Test
    void endsAnAnswerForWhichThereIsNoRoom() throws IOException {
        FakeEnvoy envoy = answered(BEFORE_THE_BODY).responseBody(gzip(2 * MIB), false);

        assertThat(envoy.failure()).isNotNull();
        assertThat(counted()).isZero();
        assertThat(bench.meters.get("modeenvoy.ext_proc.exchanges").gauge().value())
                .isZero();
    }

    @Test
    void countsNothingThatEnvoyHasTaken() throws IOException {
        answered(Integer.MAX_VALUE).responseBody(gzip(2 * MIB), false);

        assertThat(counted()).isZero();
    }
}
