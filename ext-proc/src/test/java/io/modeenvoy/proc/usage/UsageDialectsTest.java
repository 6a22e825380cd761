package io.modeenvoy.proc.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Usage in the words of providers, as their plain answers have it. */
final class UsageDialectsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // dialect | answer | input | cached | output | reasoning
                "OpenAI|{'usage':{'prompt_tokens':100,'completion_tokens':20,'total_tokens':120,'prompt_tokens_details':{'cached_tokens':90},'completion_tokens_details':{'reasoning_tokens':15}}}|100|90|20|15",
                "OpenAI responses|{'usage':{'input_tokens':100,'input_tokens_details':{'cached_tokens':90},'output_tokens':20,'output_tokens_details':{'reasoning_tokens':15},'total_tokens':120}}|100|90|20|15",
                "DeepSeek|{'usage':{'prompt_tokens':100,'completion_tokens':20,'total_tokens':120,'prompt_cache_hit_tokens':90,'prompt_cache_miss_tokens':10}}|100|90|20|0",
                "Moonshot|{'usage':{'prompt_tokens':100,'completion_tokens':20,'total_tokens':120,'cached_tokens':90}}|100|90|20|0",
                "Moonshot in a choice|{'choices':[{'index':0,'usage':{'prompt_tokens':100,'completion_tokens':20,'total_tokens':120,'cached_tokens':90}}]}|100|90|20|0",
                "Perplexity|{'usage':{'prompt_tokens':10,'completion_tokens':20,'total_tokens':30,'reasoning_tokens':5,'num_search_queries':18}}|10|0|20|5",
                "Groq|{'choices':[{}],'x_groq':{'id':'r','usage':{'prompt_tokens':10,'completion_tokens':20,'total_tokens':30,'queue_time':0.02}}}|10|0|20|0",
                "a vendor nobody knows|{'x_other':{'usage':{'prompt_tokens':10,'completion_tokens':20}}}|10|0|20|0",
                "a wrapper|{'code':0,'data':{'choices':[],'usage':{'prompt_tokens':10,'completion_tokens':20}}}|10|0|20|0",
                "usage beside that of a vendor|{'x_groq':{'usage':{'prompt_tokens':1,'completion_tokens':1}},'usage':{'prompt_tokens':10,'completion_tokens':20}}|10|0|20|0",
                "Anthropic|{'usage':{'input_tokens':10,'cache_read_input_tokens':80,'cache_creation_input_tokens':7,'output_tokens':20}}|97|80|20|0",
                "Anthropic with a total that has it|{'usage':{'input_tokens':10,'cache_read_input_tokens':80,'cache_creation_input_tokens':7,'output_tokens':20,'total_tokens':117}}|97|80|20|0",
                "Anthropic's words in OpenAI's sums|{'usage':{'prompt_tokens':97,'cache_read_input_tokens':80,'completion_tokens':20,'total_tokens':117}}|97|80|20|0",
                "Bedrock|{'usage':{'inputTokens':10,'outputTokens':20,'totalTokens':110,'cacheReadInputTokens':80,'cacheWriteInputTokens':0}}|90|80|20|0",
                "Bedrock in a stream|{'metadata':{'usage':{'inputTokens':10,'outputTokens':20,'totalTokens':30}}}|10|0|20|0",
                "Bedrock's metrics|{'type':'message_stop','amazon-bedrock-invocationMetrics':{'inputTokenCount':10,'outputTokenCount':20,'invocationLatency':3037,'cacheReadInputTokenCount':80}}|90|80|20|0",
                "Gemini|{'usageMetadata':{'promptTokenCount':12,'cachedContentTokenCount':4,'candidatesTokenCount':71,'toolUsePromptTokenCount':65,'thoughtsTokenCount':89,'totalTokenCount':237}}|77|4|160|89",
                "Gemini in a list|[{'usageMetadata':{'promptTokenCount':12,'candidatesTokenCount':71,'totalTokenCount':83}}]|12|0|71|0",
                "Gemini without a total|{'usageMetadata':{'promptTokenCount':12,'candidatesTokenCount':71,'thoughtsTokenCount':89}}|12|0|160|89",
                "Cohere|{'meta':{'billed_units':{'input_tokens':5,'output_tokens':20},'tokens':{'input_tokens':71,'output_tokens':22}}}|71|0|22|0",
                "Cohere, only billed|{'meta':{'billed_units':{'input_tokens':5,'output_tokens':20}}}|5|0|20|0",
                "Cohere, second version|{'usage':{'billed_units':{'input_tokens':5,'output_tokens':20},'tokens':{'input_tokens':71,'output_tokens':22}}}|71|0|22|0",
                "Ollama|{'model':'m','done':true,'total_duration':5191566416,'prompt_eval_count':26,'eval_count':298}|26|0|298|0",
                "llama.cpp|{'content':'x','tokens_predicted':20,'tokens_evaluated':10}|10|0|20|0",
                "llama.cpp's timings|{'timings':{'cache_n':80,'prompt_n':10,'prompt_ms':1.5,'predicted_n':20,'predicted_ms':2.5}}|90|80|20|0",
                "usage beside timings|{'usage':{'prompt_tokens':90,'completion_tokens':20,'total_tokens':110},'timings':{'prompt_n':10,'predicted_n':20}}|90|0|20|0",
                "numbers with fractions|{'usage':{'prompt_tokens':9.0,'completion_tokens':11.5,'total_tokens':2.1e1}}|9|0|12|0"
            })
    void readsTheWordsOfProviders(String dialect, String answer, long input, long cached, long output, long reasoning) {
        assertThat(told(answer.replace('\'', '"'), true))
                .isEqualTo(Reported.of(new Tokens(input, cached, output, reasoning)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "OpenAI|{'usage':{'prompt_tokens':8,'total_tokens':8}}|8",
                "only a total|{'usage':{'total_tokens':8}}|8",
                "only an input|{'usage':{'prompt_tokens':8}}|8",
                "an output that is none|{'usage':{'prompt_tokens':8,'completion_tokens':0,'total_tokens':8}}|8",
                "Cohere|{'meta':{'billed_units':{'input_tokens':8}}}|8",
                "Ollama|{'prompt_eval_count':8}|8"
            })
    void takesAllForInputWhereNothingIsGenerated(String dialect, String answer, long input) {
        assertThat(told(answer.replace('\'', '"'), false)).isEqualTo(Reported.of(new Tokens(input, 0, 0, 0)));
    }

    @Test
    void countsWhatNobodyExplainsOfWhatIsNotGeneratedAsInput() {
        assertThat(told("{\"usage\":{\"prompt_tokens\":8,\"total_tokens\":10}}", false))
                .isEqualTo(new Reported(new Tokens(10, 0, 0, 0), Set.of(Doubt.UNEXPLAINED)));
    }

    @Test
    void mergesWhatAStreamTellsInParts() {
        AnswerReader reader = AnswerReader.of("text/event-stream", false, true);

        reader.accept(ByteString.copyFromUtf8("""
                        event: message_start
                        data: {"type":"message_start","message":{"usage":{"input_tokens":10,"cache_read_input_tokens":80,"output_tokens":1}}}

                        event: content_block_delta
                        data: {"type":"content_block_delta","delta":{"type":"text_delta","text":"Hi"}}

                        event: message_delta
                        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":10,"cache_read_input_tokens":80,"output_tokens":20}}

                        """), true);

        assertThat(reader.reading().complete()).isTrue();
        assertThat(reader.reading().reported()).isEqualTo(Reported.of(new Tokens(90, 80, 20, 0)));
    }

    @Test
    void takesTheOutputThatIsToldAtTheEndAlone() {
        Reading reading = streamed("""
                data: {"type":"message_start","message":{"usage":{"input_tokens":10,"output_tokens":1}}}

                data: {"type":"content_block_delta","delta":{"type":"text_delta","text":"Hi"}}

                data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":500}}

                """);

        assertThat(reading.complete()).isTrue();
        assertThat(reading.reported()).isEqualTo(Reported.of(new Tokens(10, 0, 500, 0)));
    }

    @Test
    void takesWhatIsMoreOfALastReportThatLowersSomething() {
        Reading reading = streamed("""
                data: {"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":2}}

                data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":5000}}

                data: [DONE]

                """);

        assertThat(reading.reported()).isEqualTo(new Reported(new Tokens(10, 0, 5_000, 0), Set.of(Doubt.IMPOSSIBLE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: ping", "data:  [DONE]", ": bye"})
    void wordsAfterTheUsageAreNoContent(String line) {
        Reading reading = streamed(
                "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2}}\n\n" + line + "\n\n");

        assertThat(reading.complete()).isTrue();
        assertThat(reading.reported()).isEqualTo(Reported.of(new Tokens(10, 0, 2, 0)));
    }

    private static Reading streamed(String answer) {
        AnswerReader reader = AnswerReader.of("text/event-stream", false, true);
        reader.accept(ByteString.copyFromUtf8(answer), true);
        return reader.reading();
    }

    private static Reported told(String answer, boolean generates) {
        AnswerReader reader = AnswerReader.of("application/json", false, generates);
        reader.accept(ByteString.copyFromUtf8(answer), true);
        assertThat(reader.reading().complete()).isTrue();
        return java.util.Objects.requireNonNull(reader.reading().reported());
    }
}
