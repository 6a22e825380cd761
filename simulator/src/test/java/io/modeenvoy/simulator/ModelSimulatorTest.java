package io.modeenvoy.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelSimulatorTest extends SimulatorTest {
    @Test
    void mirrorsAnyMethodUnderStatus() throws Exception {
        var got = client.send("PUT", "/status/a%2fb?q=1", "four", "x-tier", "gold");
        assertThat(got.json().get("method").asText()).isEqualTo("PUT");
        assertThat(got.json().get("path").asText()).isEqualTo("/status/a%2fb");
        assertThat(got.json().get("query").asText()).isEqualTo("q=1");
        assertThat(got.json().get("bodyBytes").asInt()).isEqualTo(4);
        assertThat(got.json().at("/headers/x-tier/0").asText()).isEqualTo("gold");
    }

    @Test
    void theJournalShowsTheCredentialThatArrived() throws Exception {
        client.post(
                "/openai/v1/chat/completions?v=2",
                "{\"model\": \"m\", " + HELLO + "}",
                "authorization",
                "Bearer upstream");
        SeenRequest seen = simulator.journal().getFirst();
        assertThat(seen.headers()).containsEntry("authorization", List.of("Bearer upstream"));
        assertThat(seen.path()).isEqualTo("/openai/v1/chat/completions");
        assertThat(seen.query()).isEqualTo("v=2");
        assertThat(seen.body()).contains("hello there");
        assertThat(seen.status()).isEqualTo(200);
    }

    @Test
    void theJournalKeepsTheLastRequestsAndIsEmptiedByDelete() throws Exception {
        for (int i = 0; i < 5; i++) {
            client.get("/status/" + i);
        }
        var journal = client.get("/__sim/journal").json().get("requests");
        assertThat(journal)
                .extracting(seen -> seen.get("path").asText())
                .containsExactly("/status/2", "/status/3", "/status/4");
        assertThat(client.send("DELETE", "/__sim/journal", "").json().get("requests"))
                .isEmpty();
        assertThat(simulator.journal()).isEmpty();
    }

    @Test
    void aTakenPortIsNamed() {
        assertThatThrownBy(() -> ModelSimulator.start(simulator.port()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("127.0.0.1:" + simulator.port());
    }
}
