package io.modeenvoy.proc.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a patch changes, and that it changes nothing else. */
final class RequestPatchTest {

    @Test
    void leavesEveryOtherByteAsItWas() {
        String text =
                "{ \"unknown\" : [1.50, \"\\u00e4\", {\"model\":\"x\"}],\n\t\"model\":\"fast\" ,\"max_tokens\":9,\"z\":null }";

        String patched = patch(patch("gpt-4o \"mini\"", Map.of(OutputLimit.MAX_TOKENS, 5L), false), text);

        assertThat(patched)
                .isEqualTo(
                        "{ \"unknown\" : [1.50, \"\\u00e4\", {\"model\":\"x\"}],\n\t\"model\":\"gpt-4o \\\"mini\\\"\""
                                + " ,\"max_tokens\":5,\"z\":null }");
    }

    @Test
    void insertsWhatIsMissingAfterTheBrace() {
        RequestPatch patch = patch(null, Map.of(OutputLimit.MAX_COMPLETION_TOKENS, 4096L), true);

        assertThat(patch(patch, "{\"model\":\"m\"}"))
                .isEqualTo(
                        "{\"max_completion_tokens\":4096,\"stream_options\":{\"include_usage\":true},\"model\":\"m\"}");
    }

    @Test
    void replacesAnExplicitNull() {
        RequestPatch patch = patch(null, Map.of(OutputLimit.MAX_TOKENS, 7L), false);

        assertThat(patch(patch, "{\"max_tokens\":null,\"model\":\"m\"}"))
                .isEqualTo("{\"max_tokens\":7,\"model\":\"m\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null|{\"include_usage\":true}",
                "{}|{\"include_usage\":true}",
                "{ }|{\"include_usage\":true}",
                "{\"include_usage\":false}|{\"include_usage\":true}",
                "{\"include_usage\":null,\"a\":1}|{\"include_usage\":true,\"a\":1}",
                "{\"a\":1}|{\"include_usage\":true,\"a\":1}",
                "{\"include_usage\":true}|{\"include_usage\":true}"
            })
    void asksForUsageInWhateverOptionsAreThere(String before, String after) {
        RequestPatch patch = patch(null, Map.of(), true);

        assertThat(patch(patch, "{\"model\":\"m\",\"stream_options\":" + before + "}"))
                .isEqualTo("{\"model\":\"m\",\"stream_options\":" + after + "}");
    }

    @Test
    void givesTheSameArrayWhenNothingChanges() {
        ByteString body = ByteString.copyFromUtf8("{\"model\":\"m\"}");
        RequestScan scan = RequestScanTest.scanned("{\"model\":\"m\"}");

        assertThat(patch("m", Map.of(), false).apply(body, scan)).isSameAs(body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"model\":\"m\"}|{\"model\":\"m\"}",
                "{ \"a\" : [1, {\"a\":2}] , \"model\":\"m\"}|{ \"model\":\"m\"}",
                "{\"model\":\"m\",\"a\":1}|{\"model\":\"m\"}",
                "{\"model\":\"m\" , \"a\":\"x,}\" }|{\"model\":\"m\" }",
                "{\"model\":\"m\",\"a\":1,\"b\":{},\"a\":2}|{\"model\":\"m\"}",
                "{\"a\":1,\"b\":2,\"model\":\"m\",\"b\":3,\"c\":4}|{\"model\":\"m\",\"c\":4}",
                "{\"a\":1,\"model\":\"m\",\"b\":3}|{\"model\":\"m\"}",
                "{\"\\u0061\":1,\"model\":\"m\"}|{\"model\":\"m\"}",
                "{\"model\":\"m\",\"messages\":[{\"a\":1}]}|{\"model\":\"m\",\"messages\":[{\"a\":1}]}"
            })
    void leavesOutFieldsOfTheRequestWithOneCommaEach(String before, String after) {
        RequestPatch patch = new RequestPatch(null, Map.of(), Map.of(), Set.of("a", "b"), false);

        assertThat(patch(patch, before)).isEqualTo(after);
    }

    @Test
    void addsAtTheBeginningWhereTheFirstFieldGoes() {
        RequestPatch patch =
                new RequestPatch("n", Map.of(OutputLimit.MAX_TOKENS, 5L), Map.of(), Set.of("a", "b"), true);

        assertThat(patch(patch, "{\"a\":1,\"model\":\"m\",\"b\":2}"))
                .isEqualTo("{\"max_tokens\":5,\"stream_options\":{\"include_usage\":true},\"model\":\"n\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"max_tokens\":9,\"model\":\"m\"}|{\"max_completion_tokens\":5,\"model\":\"m\"}",
                "{\"model\":\"m\", \"max\\u005ftokens\" : 9 }|{\"model\":\"m\", \"max_completion_tokens\" : 5 }"
            })
    void givesALimitAnotherNameAndValue(String before, String after) {
        RequestPatch patch = new RequestPatch(
                null,
                Map.of(OutputLimit.MAX_TOKENS, 5L),
                Map.of(OutputLimit.MAX_TOKENS, OutputLimit.MAX_COMPLETION_TOKENS),
                Set.of(),
                false);

        assertThat(patch(patch, before)).isEqualTo(after);
    }

    private static RequestPatch patch(@Nullable String model, Map<OutputLimit, Long> limits, boolean includeUsage) {
        return new RequestPatch(model, limits, Map.of(), Set.of(), includeUsage);
    }

    private static String patch(RequestPatch patch, String text) {
        return patch.apply(ByteString.copyFromUtf8(text), RequestScanTest.scanned(text))
                .toStringUtf8();
    }
}
