package io.modeenvoy.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modeenvoy.crd.Kinds;
import io.modeenvoy.file.FileProvider;
import io.modeenvoy.file.Loaded;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The API server and file mode say the same of every sample. */
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SamplesIT {
    private static final JsonMapper JSON = new JsonMapper();
    private final ApiClient client;

    SamplesIT(DevCluster cluster) throws IOException {
        this.client = cluster.client();
    }

    @BeforeAll
    void makeTheNamespace() throws IOException, InterruptedException {
        client.send(
                "POST",
                "/api/v1/namespaces",
                "application/yaml",
                "{apiVersion: v1, kind: Namespace, metadata: {name: samples}}");
    }

    @AfterAll
    void close() {
        client.close();
    }

    static Stream<Sample> valid() throws IOException {
        return Sample.all("valid").stream();
    }

    static Stream<Sample> invalid() throws IOException {
        return Sample.all("invalid").stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("valid")
    void isTakenAndGetsTheSameDefaults(Sample sample) throws IOException, InterruptedException {
        HttpResponse<String> answer = create(sample);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);

        Loaded loaded = FileProvider.load(sample.file());
        assertThat(loaded.problems()).isEmpty();
        JsonNode read = JSON.valueToTree(
                loaded.view().list(sample.kind().type()).iterator().next());
        assertThat(Shape.of(read.path("spec")))
                .isEqualTo(Shape.of(JSON.readTree(answer.body()).path("spec")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalid")
    void isRefusedByTheApiServerInTheExpectedWords(Sample sample) throws IOException, InterruptedException {
        HttpResponse<String> answer = create(sample);

        assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 422);
        assertThat(causes(JSON.readTree(answer.body())))
                .anySatisfy(cause -> assertThat(cause)
                        .contains(sample.words("api"))
                        .satisfies(line -> assertThat(field(line))
                                .satisfiesAnyOf(
                                        field -> assertThat(field).isEqualTo(sample.field()),
                                        field -> assertThat(sample.field()).startsWith(field + "."))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalid")
    void isRefusedByFileModeInTheExpectedWords(Sample sample) {
        assertThat(FileProvider.load(sample.file()).problems()).anySatisfy(problem -> {
            assertThat(problem.field()).isEqualTo(sample.field());
            assertThat(problem.message()).contains(sample.words("file"));
        });
    }

    @Test
    void thereAreGoodAndBadSamplesOfEveryKind() throws IOException {
        assertThat(kinds(valid())).containsExactlyInAnyOrderElementsOf(Kinds.ours());
        assertThat(kinds(invalid())).containsExactlyInAnyOrderElementsOf(Kinds.ours());
        assertThat(Stream.concat(valid(), invalid()).count()).isGreaterThanOrEqualTo(120);
    }

    private static List<Kinds.Kind<?>> kinds(Stream<Sample> samples) {
        return samples.<Kinds.Kind<?>>map(Sample::kind).distinct().toList();
    }

    private HttpResponse<String> create(Sample sample) throws IOException, InterruptedException {
        return client.send(
                "POST", sample.path() + "?dryRun=All&fieldValidation=Strict", "application/yaml", sample.yaml());
    }

    /** {@code field: words}, as the API server says it of a value; of an unknown field it only has a sentence. */
    private static List<String> causes(JsonNode status) {
        List<String> causes = new ArrayList<>();
        String message = status.path("message").asText();
        for (String part : message.split(", ", -1)) {
            int unknown = part.indexOf("unknown field \"");
            if (unknown >= 0) {
                causes.add(part.substring(unknown).split("\"", -1)[1] + ": unknown field");
            }
        }
        for (JsonNode cause : status.at("/details/causes")) {
            causes.add(
                    cause.path("field").asText() + ": " + cause.path("message").asText());
        }
        return causes;
    }

    private static String field(String cause) {
        return cause.substring(0, cause.indexOf(": "));
    }
}
