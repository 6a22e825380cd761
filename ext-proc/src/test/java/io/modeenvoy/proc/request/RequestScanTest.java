package io.modeenvoy.proc.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.modeenvoy.proc.openai.ApiError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of a body, and what is refused. */
final class RequestScanTest {

    @Test
    void readsWhatTheGatewayNeedsAndWhereItStands() {
        String text = "{ \"messages\":[{\"role\":\"user\",\"content\":\"h\\u00e4\\\"llo {\\\"model\\\":1}\"}],"
                + "\"model\" : \"gpt-4o\", \"stream\":true,\"max_tokens\": 12 ,\"n\":2, \"metadata\":{\"model\":\"inner\"},"
                + "\"stream_options\":{\"include_usage\":true,\"y\":1}}";

        RequestScan scan = scanned(text);

        assertThat(scan.model()).isEqualTo("gpt-4o");
        assertThat(cut(text, scan.modelRange())).isEqualTo("\"gpt-4o\"");
        assertThat(scan.stream()).isTrue();
        assertThat(scan.choices()).isEqualTo(2);
        RequestScan.Limit limit = limit(scan, OutputLimit.MAX_TOKENS);
        assertThat(limit.value()).isEqualTo(12);
        assertThat(cut(text, limit.range())).isEqualTo("12");
        assertThat(scan.asksForUsage()).isTrue();
        assertThat(scan.streamOptions())
                .extracting(options -> cut(text, options.range()))
                .isEqualTo("{\"include_usage\":true,\"y\":1}");
        assertThat(scan.start()).isEqualTo(1);
        assertThat(scan.remoteContent()).isFalse();
    }

    @Test
    void offsetsAreOfBytesNotOfCharacters() {
        String text = "{\"ü\":\"€𝄞\",\"model\":\"mödel-€\",\"max_completion_tokens\":7}";

        RequestScan scan = scanned(text);

        assertThat(scan.model()).isEqualTo("mödel-€");
        assertThat(cut(text, scan.modelRange())).isEqualTo("\"mödel-€\"");
        assertThat(cut(text, limit(scan, OutputLimit.MAX_COMPLETION_TOKENS).range()))
                .isEqualTo("7");
    }

    @Test
    void nullMeansAbsent() {
        RequestScan scan = scanned(
                "{\"model\":\"m\",\"stream\":null,\"max_tokens\":null,\"n\":null,\"best_of\":null,\"stream_options\":null}");

        assertThat(scan.stream()).isFalse();
        assertThat(scan.choices()).isEqualTo(1);
        assertThat(limit(scan, OutputLimit.MAX_TOKENS).given()).isFalse();
        assertThat(scan.asksForUsage()).isFalse();
    }

    @Test
    void severalPromptsMultiplyTheChoices() {
        assertThat(scanned("{\"model\":\"m\",\"prompt\":[\"a\",\"b\",\"c\"],\"n\":2}")
                        .choices())
                .isEqualTo(6);
        assertThat(scanned("{\"model\":\"m\",\"prompt\":[[1,2],[3]],\"best_of\":3}")
                        .choices())
                .isEqualTo(6);
        assertThat(scanned("{\"model\":\"m\",\"prompt\":[1,2,3]}").choices()).isEqualTo(1);
        assertThat(scanned("{\"model\":\"m\",\"prompt\":[\"a\",\"b\"],\"n\":9223372036854775807}")
                        .choices())
                .isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\":\"m\",\"messages\":[{\"content\":[{\"image_url\":{\"url\":\"u\"}}]}]}|true",
                "{\"model\":\"m\",\"previous_response_id\":\"r\"}|true",
                "{\"model\":\"m\",\"previous_response_id\":null}|false",
                "{\"model\":\"m\",\"prompt\":{\"id\":\"p\"}}|true",
                "{\"model\":\"m\",\"input\":\"image_url\"}|false",
                "{\"model\":\"m\",\"tools\":[{\"type\":\"function\",\"parameters\":{\"type\":\"object\"}}]}|false",
                "{\"model\":\"m\",\"tools\":[{\"type\":\"custom\"},{\"type\":\"web_search\"}]}|true",
                "{\"model\":\"m\",\"tools\":[{\"type\":null}]}|true",
                "{\"model\":\"m\",\"tools\":[]}|false",
                "{\"model\":\"m\",\"tools\":null}|false",
                "{\"model\":\"m\",\"web_search_options\":{}}|true"
            })
    void seesInputThatTheBodyDoesNotShow(String text, boolean remote) {
        assertThat(scanned(text).remoteContent()).isEqualTo(remote);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|empty_body|empty",
                "[]|invalid_json|no JSON object",
                "\"x\"|invalid_json|no JSON object",
                "{\"model\":\"m\"|invalid_json|not valid JSON",
                "{\"model\":\"m\"}x|invalid_json|not valid JSON",
                "{\"model\":\"m\"} {}|invalid_json|goes on after",
                "{\"model\":\"m\",}|invalid_json|not valid JSON",
                "{}|missing_required_parameter|model: absent",
                "{\"model\":\"\"}|invalid_value|model: \"\" (expected: the name of a model, at most 1024 characters, without",
                "{\"model\":null}|invalid_value|model: null (expected: a string)",
                "{\"model\":{\"a\":1}}|invalid_value|model: an object (expected: a string)",
                "{\"model\":\"a\",\"model\":\"b\"}|invalid_value|model: there twice",
                "{\"model\":\"a\",\"stream\":\"true\"}|invalid_value|stream: \"true\" (expected: true or false)",
                "{\"model\":\"a\",\"stream\":1}|invalid_value|stream: 1 (expected: true or false)",
                "{\"model\":\"a\",\"max_tokens\":-1}|invalid_value|max_tokens: -1 (expected: an integer of at least 1)",
                "{\"model\":\" a\"}|invalid_value|model: \" a\" (expected: the name of a model",
                "{\"model\":\"a\\u0000b\"}|invalid_value|without control characters",
                "{\"model\":\"a\\ud800\"}|invalid_value|expected: the name of a model",
                "{\"model\":\"a\",\"max_tokens\":0}|invalid_value|max_tokens: 0 (expected: an integer of at least 1)",
                "{\"model\":\"a\",\"max_tokens\":1e3}|invalid_value|max_tokens: 1e3 (expected",
                "{\"model\":\"a\",\"max_tokens\":10.0}|invalid_value|max_tokens: 10.0 (expected",
                "{\"model\":\"a\",\"max_tokens\":NaN}|invalid_json|not valid JSON",
                "{\"model\":\"a\"}/* b */|invalid_json|not valid JSON",
                "{\"model\":\"a\",\"max_tokens\":\"5\"}|invalid_value|max_tokens: \"5\" (expected",
                "{\"model\":\"a\",\"max_tokens\":1.5}|invalid_value|max_tokens: 1.5 (expected",
                "{\"model\":\"a\",\"max_tokens\":99999999999999999999}|invalid_value|max_tokens: 99999999999999999999",
                "{\"model\":\"a\",\"max_tokens\":1,\"max_tokens\":2}|invalid_value|max_tokens: there twice",
                "{\"model\":\"a\",\"n\":0}|invalid_value|n: 0 (expected: an integer of at least 1)",
                "{\"model\":\"a\",\"stream_options\":true}|invalid_value|stream_options: true (expected: an object)",
                "{\"model\":\"a\",\"stream_options\":{\"include_usage\":\"x\"}}|invalid_value|include_usage: \"x\"",
                "{\"model\":\"a\",\"stream_options\":{\"include_usage\":true,\"include_usage\":false}}|invalid_value|twice"
            })
    void refusesWithTheValueAndTheExpectation(String text, String code, String message) {
        ApiError error = refused(text.getBytes(StandardCharsets.UTF_8));

        assertThat(error.status()).isEqualTo(400);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.message()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({
        "Model, model",
        "MODEL, model",
        "mo\\u0064el\\u0000, model",
        "Max_Tokens, max_tokens",
        "maxTokens, max_tokens",
        "Models, models",
        "ENGINE, engine",
        "max-tokens, max_tokens",
        "' max_tokens', max_tokens",
        "max_to\u212aens, max_tokens",
        "max_to\\u212aens, max_tokens",
        "max_token\u017f, max_tokens",
        "max_complet\u0131on_tokens, max_completion_tokens",
        "MAX_OUTPUT_TOKENS, max_output_tokens",
        "N, n",
        "_n, n",
        "Best_Of, best_of",
        "Stream, stream",
        "\u017ftream, stream",
        "streamOptions, stream_options",
        "Messages, messages",
        "\u0130nput, input",
        "\uff4dodel, model",
        "Tools, tools",
        "Background, background"
    })
    void refusesAnotherSpellingOfWhatCounts(String written, String judged) {
        String text = "{\"model\":\"m\",\"" + written + "\":1}";

        ApiError error = refused(text.getBytes(StandardCharsets.UTF_8));

        assertThat(error.status()).isEqualTo(400);
        assertThat(error.code()).isEqualTo("invalid_value");
        assertThat(error.message()).contains("another spelling of " + judged + " (expected: " + judged + " itself");
    }

    @Test
    void readsNamesByWhatTheySayNotByHowTheyAreEscaped() {
        assertThat(scanned("{\"mo\\u0064el\":\"m\",\"\\u006e\":3}").choices()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"n_predict\":9|n_predict",
                "\"num_predict\":9|num_predict",
                "\"max_new_tokens\":9|max_new_tokens",
                "\"min_tokens\":9|min_tokens",
                "\"max_length\":9|max_length",
                "\"num_return_sequences\":9|num_return_sequences",
                "\"thinking_budget\":9|thinking_budget",
                "\"options\":{\"num_predict\":9}|options.num_predict",
                "\"extra_body\":[{\"a\":{\"Max_Tokens\":9}}]|extra_body.Max_Tokens",
                "\"generationConfig\":{\"maxOutputTokens\":9}|generationConfig.maxOutputTokens",
                "\"language_model\":\"x\"|language_model",
                "\"n_predict\":null|",
                "\"metadata\":{\"max_tokens\":\"9\"}|",
                "\"tools\":[{\"type\":\"function\",\"function\":{\"parameters\":{\"max_tokens\":1}}}]|",
                "\"messages\":[{\"role\":\"user\",\"content\":\"max_tokens\"}]|",
                "\"response_format\":{\"json_schema\":{\"max_tokens\":1}}|",
                "\"tool_choice\":\"auto\"|",
                "\"top_k\":4|",
                "\"vendor\":{\"colour\":4}|"
            })
    void findsFieldsThatMayBeALimitNobodyKnows(String field, @Nullable String found) {
        assertThat(scanned("{\"model\":\"m\"," + field + "}").otherLimit()).isEqualTo(found);
    }

    @Test
    void findsSecondPlacesForAModel() {
        assertThat(scanned("{\"model\":\"m\",\"models\":[\"a\"]}").otherModel()).isEqualTo("models");
        assertThat(scanned("{\"model\":\"m\",\"route\":\"fallback\"}").otherModel())
                .isEqualTo("route");
        assertThat(scanned("{\"model\":\"m\",\"models\":null}").otherModel()).isNull();
    }

    /** Each is remembered for as long as the call lasts. */
    @Test
    void refusesABodyOfNothingButFields() {
        String fields = "\"a\":null,".repeat(1_023);

        assertThat(scanned("{" + fields + "\"model\":\"m\"}").model()).isEqualTo("m");
        assertThat(refused(("{" + fields + "\"a\":null,\"model\":\"m\"}").getBytes(StandardCharsets.UTF_8))
                        .code())
                .isEqualTo("too_many_fields");
    }

    @Test
    void refusesAModelWhoseNameIsABook() {
        assertThat(scanned("{\"model\":\"" + "m".repeat(1_024) + "\"}").model()).hasSize(1_024);
        ApiError error = refused(("{\"model\":\"" + "m".repeat(1_025) + "\"}").getBytes(StandardCharsets.UTF_8));

        assertThat(error.code()).isEqualTo("invalid_value");
        assertThat(error.message().length()).isLessThan(200);
    }

    @Test
    void seesThatAnAnswerIsWantedInTheBackground() {
        assertThat(scanned("{\"model\":\"m\",\"background\":true}").background())
                .isTrue();
        assertThat(scanned("{\"model\":\"m\",\"background\":true,\"background\":false}")
                        .background())
                .isTrue();
        assertThat(scanned("{\"model\":\"m\",\"background\":{\"color\":true}}").background())
                .isFalse();
    }

    @Test
    void refusesInvalidUtf8() {
        byte[] body = "{\"model\":\"m\",\"x\":\"aa\"}".getBytes(StandardCharsets.UTF_8);
        body[body.length - 4] = (byte) 0xC0;

        assertThat(refused(body).code()).isEqualTo("invalid_utf8");
    }

    @Test
    void refusesOtherEncodingsOfUnicode() {
        assertThat(refused("{\"model\":\"m\"}".getBytes(StandardCharsets.UTF_16LE))
                        .code())
                .isEqualTo("invalid_json");
    }

    @Test
    void refusesWhatStandsBesideTheObject() {
        for (String text : List.of("\uFEFF{\"model\":\"m\"}", "{\"model\":\"m\"}\0", "{\"model\":\"m\"// n\n}")) {
            assertThat(refused(text.getBytes(StandardCharsets.UTF_8)).code())
                    .as(text)
                    .isEqualTo("invalid_json");
        }
    }

    @Test
    void refusesNestingTenThousandDeep() {
        String text = "{\"model\":\"m\",\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

        assertThat(refused(text.getBytes(StandardCharsets.UTF_8)).message()).contains("512 levels");
    }

    @Test
    void acceptsNestingUpToTheLimit() {
        String text = "{\"model\":\"m\",\"x\":" + "[".repeat(511) + "]".repeat(511) + "}";

        assertThat(scanned(text).model()).isEqualTo("m");
    }

    @Test
    void damagedBodiesAreRefusedOrReadButNeverFail() {
        byte[] good = "{\"model\":\"m\",\"stream\":true,\"max_tokens\":5,\"a\":[{\"b\":\"c\\u0041\"},1.5e3,null]}"
                .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] body = good.clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            assertThat(RequestScan.scan(ByteString.copyFrom(body))).isNotNull();
        }
    }

    static RequestScan scanned(String text) {
        return switch (RequestScan.scan(ByteString.copyFromUtf8(text))) {
            case ScanResult.Scanned(RequestScan scan) -> scan;
            case ScanResult.Refused(ApiError error) -> throw new AssertionError(error.message());
        };
    }

    private static RequestScan.Limit limit(RequestScan scan, OutputLimit limit) {
        return Objects.requireNonNull(scan.limits().get(limit));
    }

    private static ApiError refused(byte[] body) {
        return switch (RequestScan.scan(ByteString.copyFrom(body))) {
            case ScanResult.Scanned scanned -> throw new AssertionError("not refused: " + scanned);
            case ScanResult.Refused(ApiError error) -> error;
        };
    }

    private static String cut(String text, ByteRange range) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new String(bytes, range.from(), range.to() - range.from(), StandardCharsets.UTF_8);
    }

    @Test
    void limitsAreKeptByTheirField() {
        assertThat(scanned("{\"model\":\"m\",\"max_output_tokens\":3}").limits())
                .isEqualTo(Map.of(OutputLimit.MAX_OUTPUT_TOKENS, new RequestScan.Limit(3, new ByteRange(33, 34))));
    }
}
