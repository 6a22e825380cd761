package io.modeenvoy.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.ext_proc.v3.ImmediateResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that come back to where they have been. */
final class HopsTest {
    private final Bench bench = new Bench(
            new FakeLedger(), ProcOptions.defaults(), Instant.parse("2026-11-20T12:00:00Z"), World.resources());

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aCallThatComesBackOnceMoreThanItMayIsALoop() {
        String once = told("one", null);
        String twice = told("one", once);

        ImmediateResponse loop = call("one", twice).getImmediateResponse();

        assertThat(loop.getStatus().getCodeValue()).isEqualTo(508);
        assertThat(loop.getBody().toStringUtf8()).contains("loop_detected", "endpoint");
        assertThat(FakeEnvoy.set(loop.getHeaders())).containsEntry("x-should-retry", "false");
    }

    @Test
    void backendsThatEnvoyChoosesAreToldToo() {
        assertThat(told("two", null)).isEqualTo(told("one", null));
    }

    @Test
    void whatOthersWroteIsNoLoopAndGoesToNobody() {
        assertThat(told("one", "cloudflare; loops=1, Fastly, modeenvoy")).isEqualTo(told("one", null));
    }

    @Test
    void aChainOfGatewaysHasAnEnd() {
        String chain = "modeenvoy-1, modeenvoy-2, modeenvoy-3, modeenvoy-4, modeenvoy-5, modeenvoy-6, modeenvoy-7";

        assertThat(call("one", chain).hasImmediateResponse()).isFalse();
        assertThat(call("one", chain + ",modeenvoy-8;x=y")
                        .getImmediateResponse()
                        .getStatus()
                        .getCodeValue())
                .isEqualTo(508);
    }

    private String told(String model, @Nullable String before) {
        ProcessingResponse reply = call(model, before);
        return FakeEnvoy.set(reply.getRequestHeaders().getResponse().getHeaderMutation())
                .getOrDefault("cdn-loop", "nothing");
    }

    private ProcessingResponse call(String model, @Nullable String before) {
        Map<String, String> headers = Bench.headers("POST", "/v1/chat/completions");
        if (before != null) {
            headers.put("cdn-loop", before);
        }
        FakeEnvoy envoy = bench.stream(World.ENTRY).requestHeaders(headers, false);
        return (envoy.silent() ? envoy.requestBody("{\"model\":\"%s\"}".formatted(model), true) : envoy).reply();
    }
}
