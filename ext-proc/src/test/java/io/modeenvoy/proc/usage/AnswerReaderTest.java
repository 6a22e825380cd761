package io.modeenvoy.proc.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metering of answers, in any chunks. */
final class AnswerReaderTest {
    private static final String FIRST = event("{\"id\":\"1\",\"model\":\"gpt-4o-2024\",\"choices\":[{\"index\":0,"
            + "\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}],\"usage\":null}");
    private static final String HELLO =
            event("{\"id\":\"1\",\"choices\":[{\"delta\":{\"content\":\"Hällo\"}}],\"usage\":null}");
    private static final String WORLD = event("{\"id\":\"1\",\"choices\":[{\"delta\":{\"content\":\" world!!\"}}]}");
    private static final String USAGE = event("{\"id\":\"1\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,"
            + "\"completion_tokens\":12,\"total_tokens\":21,\"prompt_tokens_details\":{\"cached_tokens\":4,\"audio_tokens\":0},"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":3}}}");
    private static final String DONE = "data: [DONE]\n\n";
    private static final String STREAM = ": hello\n\n" + FIRST + HELLO + WORLD + USAGE + DONE;

    private static String event(String json) {
        return "data: " + json + "\n\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void readsUsageOfAStreamInAnyChunksAndLeavesItAlone(String lineBreak) {
        String stream = STREAM.replace("\n", lineBreak);
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            AnswerReader reader = AnswerReader.of("text/event-stream; charset=utf-8", false, true);

            assertThat(relayed(reader, stream, random, round)).isEqualTo(stream);
            assertThat(reader.reading())
                    .isEqualTo(new Reading(
                            Reported.of(new Tokens(9, 4, 12, 3)), true, "gpt-4o-2024", new Content(2, 14, 13)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void takesOutTheUsageOnlyChunkInAnyChunks(String lineBreak) {
        String stream = STREAM.replace("\n", lineBreak);
        String expected = STREAM.replace(USAGE, "").replace("\n", lineBreak);
        Random random = new Random(2);
        for (int round = 0; round < 300; round++) {
            AnswerReader reader = AnswerReader.of("text/event-stream", true, true);

            String relayed = relayed(reader, stream, random, round);

            assertThat(relayed.replaceAll("\r\n|\r", "\n").replaceAll("\n{2,}", "\n\n"))
                    .isEqualTo(expected.replaceAll("\r\n|\r", "\n"));
            assertThat(reader.reading().reported()).isEqualTo(Reported.of(new Tokens(9, 4, 12, 3)));
        }
    }

    @Test
    void relaysWholeEventsUntouchedAlsoWhenItWatchesForTheUsage() {
        AnswerReader reader = AnswerReader.of("text/event-stream", true, true);
        ByteString chunk = ByteString.copyFromUtf8(HELLO + WORLD);

        assertThat(reader.accept(chunk, false)).isSameAs(chunk);
    }

    @Test
    void dropsUsageWithoutAFinalBlankLine() {
        AnswerReader reader = AnswerReader.of("text/event-stream", true, true);

        ByteString first = reader.accept(ByteString.copyFromUtf8(HELLO + USAGE.strip()), false);
        ByteString second = reader.accept(ByteString.EMPTY, true);

        assertThat(first.concat(second).toStringUtf8()).isEqualTo(HELLO);
        assertThat(reader.reading().reported()).isNotNull();
    }

    @Test
    void keepsAnUnfinishedEventAtTheEnd() {
        AnswerReader reader = AnswerReader.of("text/event-stream", true, true);

        ByteString first = reader.accept(ByteString.copyFromUtf8(HELLO + "data: {\"choices\":["), false);
        ByteString second = reader.accept(ByteString.EMPTY, true);

        assertThat(first.concat(second).toStringUtf8()).isEqualTo(HELLO + "data: {\"choices\":[");
    }

    @Test
    void keepsAzuresFirstChunkWithoutChoicesAndChunksThatCarryUsageBesideContent() {
        String stream = event("{\"choices\":[],\"prompt_filter_results\":[{}]}")
                + event(
                        "{\"choices\":[{\"delta\":{\"content\":\"x\"}}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}");
        AnswerReader reader = AnswerReader.of("text/event-stream", true, true);

        assertThat(reader.accept(ByteString.copyFromUtf8(stream), true).toStringUtf8())
                .isEqualTo(stream);
        assertThat(reader.reading().reported()).isEqualTo(Reported.of(new Tokens(1, 0, 1, 0)));
    }

    @Test
    void doesNotHoldBackAnEventThatIsTooLongToBeUsage() {
        AnswerReader reader = AnswerReader.of("text/event-stream", true, true);
        String longEvent = event("{\"choices\":[{\"delta\":{\"content\":\"" + "x".repeat(100_000) + "\"}}]}");
        Random random = new Random(3);

        assertThat(relayed(reader, longEvent + USAGE + DONE, random, 9000)).isEqualTo(longEvent + DONE);
        assertThat(reader.reading().content().bytes()).isEqualTo(100_000);
    }

    @Test
    void countsUpwardWhatACutStreamRelayed() {
        AnswerReader reader = AnswerReader.of("text/event-stream", true, true);

        reader.accept(
                ByteString.copyFromUtf8(FIRST + HELLO + WORLD + "data: {\"choices\":[{\"delta\":{\"content\":\"ab\"}"),
                false);

        assertThat(reader.reading().reported()).isNull();
        assertThat(reader.reading().content().counted()).isEqualTo(4); // 16 bytes in 3 pieces
    }

    @Test
    void readsTheUsageOfTheResponsesApisLastEvent() {
        String stream =
                "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"Hi\"}\n\n"
                        + "event: response.output_text.done\ndata: {\"type\":\"response.output_text.done\",\"text\":\"Hi\"}\n\n"
                        + "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"model\":\"gpt-x\","
                        + "\"output\":[{\"content\":[{\"type\":\"output_text\",\"text\":\"Hi\"}]}],\"usage\":{\"input_tokens\":5,"
                        + "\"input_tokens_details\":{\"cached_tokens\":2},\"output_tokens\":7,"
                        + "\"output_tokens_details\":{\"reasoning_tokens\":6},\"total_tokens\":12}}}\n\n";
        AnswerReader reader = AnswerReader.of("text/event-stream", false, true);

        assertThat(relayed(reader, stream, new Random(4), 7)).isEqualTo(stream);
        assertThat(reader.reading())
                .isEqualTo(new Reading(Reported.of(new Tokens(5, 2, 7, 6)), true, "gpt-x", content(1, 2)));
    }

    @Test
    void readsPlainAnswers() {
        String chat =
                "{\"id\":\"c\",\"model\":\"m1\",\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"four\"}}],"
                        + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1,\"total_tokens\":4}}";
        String embeddings = "{\"object\":\"list\",\"data\":[{\"embedding\":[0.1,-2e-3]}],\"model\":\"e\","
                + "\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}";
        String responses = "{\"output\":[{\"content\":[{\"text\":\"Hello\"}]}],\"model\":\"r\","
                + "\"usage\":{\"input_tokens\":1,\"output_tokens\":2}}";
        AnswerReader reader = AnswerReader.of("application/json", false, true);

        relayed(reader, chat, new Random(5), 3);

        assertThat(reader.reading())
                .isEqualTo(new Reading(Reported.of(new Tokens(3, 0, 1, 0)), true, "m1", content(1, 4)));
        assertThat(reading(embeddings).reported()).isEqualTo(Reported.of(new Tokens(8, 0, 0, 0)));
        assertThat(reading(responses))
                .isEqualTo(new Reading(Reported.of(new Tokens(1, 0, 2, 0)), true, "r", content(1, 5)));
        assertThat(reading("{\"choices\":[{\"text\":\"123456789\"}]}").content().counted())
                .isEqualTo(3);
        assertThat(reading("no json").reported()).isNull();
    }

    @Test
    void readsTheUsageAfterNumbersThatAreNone() {
        assertThat(reading(
                                "{\"choices\":[{\"logprobs\":[NaN,-Infinity]}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}")
                        .reported())
                .isEqualTo(Reported.of(new Tokens(3, 0, 1, 0)));
    }

    @Test
    void knowsTypesOfContentInAnyCase() {
        AnswerReader reader = AnswerReader.of("Text/Event-Stream", false, true);

        reader.accept(ByteString.copyFromUtf8(HELLO), false);

        assertThat(reader.readable()).isTrue();
        assertThat(reader.reading().content().pieces()).isEqualTo(1);
    }

    @Test
    void countsBytesOfEventsThatAreNoJson() {
        AnswerReader reader = AnswerReader.of("text/event-stream", false, true);

        reader.accept(ByteString.copyFromUtf8("data: plain text\n\n" + HELLO), false);

        assertThat(reader.reading().content().bytes()).isEqualTo("plain text\n".length() + "Hällo".length() + 1);
    }

    @Test
    void saysOfAnUnknownCodingNothingThatCouldBeCounted() {
        AnswerReader reader = AnswerReader.unreadable();

        assertThat(reader.accept(ByteString.copyFromUtf8("12345"), true).size()).isEqualTo(5);

        assertThat(reader.readable()).isFalse();
        assertThat(reader.counts()).isFalse();
    }

    /** Of characters of one byte, and umlauts of two. */
    private static Content content(long pieces, long bytes) {
        return new Content(pieces, bytes, bytes);
    }

    private static Reading reading(String json) {
        AnswerReader reader = AnswerReader.of("application/json", false, true);
        reader.accept(ByteString.copyFromUtf8(json), true);
        return reader.reading();
    }

    private static String relayed(AnswerReader reader, String text, Random random, int longest) {
        ByteString all = ByteString.copyFromUtf8(text);
        ByteString relayed = ByteString.EMPTY;
        int at = 0;
        while (at < all.size()) {
            int end = Math.min(all.size(), at + 1 + random.nextInt(longest + 1));
            relayed = relayed.concat(reader.accept(all.substring(at, end), false));
            at = end;
        }
        return relayed.concat(reader.accept(ByteString.EMPTY, true)).toStringUtf8();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "[]",
                "12",
                "{\"prompt_tokens\":null,\"completion_tokens\":null}",
                "{\"prompt_tokens\":\"9\",\"completion_tokens\":\"12\"}",
                "{\"prompt_tokens\":-9,\"completion_tokens\":12}",
                "{\"prompt_tokens\":NaN,\"completion_tokens\":12}",
                "{\"prompt_tokens_details\":{\"cached_tokens\":4}}"
            })
    void doesNotTakeAUsageThatSaysNothingForNoUse(String usage) {
        String document = "{\"choices\":[{\"message\":{\"content\":\"Hello\"}}],\"usage\":" + usage + "}";
        AnswerReader json = AnswerReader.of("application/json", false, true);
        AnswerReader events = AnswerReader.of("text/event-stream", false, true);

        json.accept(ByteString.copyFromUtf8(document), true);
        events.accept(ByteString.copyFromUtf8(USAGE + event(document)), true);

        assertThat(json.reading().reported()).isNull();
        assertThat(json.reading().content().bytes()).isEqualTo(5);
        assertThat(events.reading().reported()).extracting(Reported::tokens).isEqualTo(new Tokens(9, 4, 12, 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt_tokens\":9.0,\"completion_tokens\":11.5}",
                "{\"input_tokens\":9,\"output_tokens\":12}",
                "{\"prompt_tokens\":9,\"total_tokens\":21}",
                "{\"completion_tokens\":1.2e1,\"total_tokens\":21}"
            })
    void readsTheUsageFromWhatIsEnoughToKnowIt(String usage) {
        AnswerReader reader = AnswerReader.of("application/json", false, true);

        reader.accept(ByteString.copyFromUtf8("{\"usage\":" + usage + "}"), true);

        assertThat(reader.reading().reported()).isEqualTo(Reported.of(new Tokens(9, 0, 12, 0)));
    }

    @Test
    void keepsTheMostThatAStreamHasReported() {
        AnswerReader reader = AnswerReader.of("text/event-stream", false, true);
        String zero = event("{\"choices\":[],\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}");

        reader.accept(ByteString.copyFromUtf8(zero + USAGE + zero), true);

        assertThat(reader.reading().reported()).isEqualTo(Reported.of(new Tokens(9, 4, 12, 3)));
    }

    @Test
    void takesOutTheUsageOnlyChunkAlsoWhenItIsEmpty() {
        AnswerReader reader = AnswerReader.of("text/event-stream", true, true);

        ByteString relayed =
                reader.accept(ByteString.copyFromUtf8(HELLO + event("{\"choices\":[],\"usage\":{}}")), true);

        assertThat(relayed.toStringUtf8()).isEqualTo(HELLO);
    }

    /** Running usage in every chunk, of which the last says what all used. */
    private static String running(int words) {
        StringBuilder stream = new StringBuilder();
        for (int word = 1; word <= words; word++) {
            stream.append(event("{\"choices\":[{\"delta\":{\"content\":\"x\"}}],\"usage\":{\"prompt_tokens\":9,"
                    + "\"completion_tokens\":" + word + ",\"total_tokens\":" + (9 + word) + "}}"));
        }
        return stream.toString();
    }

    @Test
    void takesRunningUsageForTheLastWordOnlyAtTheEndOfTheStream() {
        AnswerReader cut = AnswerReader.of("text/event-stream", true, true);
        AnswerReader done = AnswerReader.of("text/event-stream", true, true);
        AnswerReader closed = AnswerReader.of("text/event-stream", true, true);

        cut.accept(ByteString.copyFromUtf8(running(3)), false);
        done.accept(ByteString.copyFromUtf8(running(3) + DONE), false);
        closed.accept(ByteString.copyFromUtf8(running(3)), true);

        assertThat(cut.reading())
                .isEqualTo(new Reading(Reported.of(new Tokens(9, 0, 3, 0)), false, null, content(3, 3)));
        assertThat(done.reading().complete()).isTrue();
        assertThat(closed.reading().complete()).isTrue();
    }

    @Test
    void takesAReportThatContentFollowsForNoLastWord() {
        AnswerReader early = AnswerReader.of("text/event-stream", false, true);
        AnswerReader under = AnswerReader.of("text/event-stream", false, true);

        early.accept(ByteString.copyFromUtf8(USAGE + HELLO), true);
        under.accept(ByteString.copyFromUtf8(USAGE + HELLO.strip()), false);

        assertThat(early.reading().complete()).isFalse();
        assertThat(under.reading().complete()).isFalse();
    }

    @Test
    void takesTheUsageOfALastEventForTheLastWordAndThatOfOneUnderWayNot() {
        String usage = "\"response\":{\"usage\":{\"input_tokens\":5,\"output_tokens\":7}}}";
        AnswerReader under = AnswerReader.of("text/event-stream", false, true);
        AnswerReader ended = AnswerReader.of("text/event-stream", false, true);

        under.accept(ByteString.copyFromUtf8(event("{\"type\":\"response.in_progress\"," + usage)), false);
        ended.accept(ByteString.copyFromUtf8(event("{\"type\":\"response.failed\"," + usage)), false);

        assertThat(under.reading().reported()).isEqualTo(Reported.of(new Tokens(5, 0, 7, 0)));
        assertThat(under.reading().complete()).isFalse();
        assertThat(ended.reading().complete()).isTrue();
    }

    @Test
    void takesAPlainUsageForTheLastWordWhenItsObjectHasCome() {
        AnswerReader reader = AnswerReader.of("application/json", false, true);

        reader.accept(ByteString.copyFromUtf8("{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,"), false);
        assertThat(reader.reading().complete()).isFalse();
        reader.accept(ByteString.copyFromUtf8("\"total_tokens\":12}"), false);

        assertThat(reader.reading().complete()).isTrue();
    }
}
