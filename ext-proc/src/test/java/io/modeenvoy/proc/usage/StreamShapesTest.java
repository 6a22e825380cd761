package io.modeenvoy.proc.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer is, told by its bytes, whatever its label and wherever it is cut. */
final class StreamShapesTest {
    private static final String HELLO = "{\"choices\":[{\"delta\":{\"content\":\"Hällo 世界 👋\"}}]}";
    private static final String NUMBERS =
            "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":12,\"total_tokens\":21}";
    private static final String USAGE = "{\"choices\":[]," + NUMBERS + "}";
    private static final Reported TOLD = Reported.of(new Tokens(9, 0, 12, 0));

    private static String events(String... data) {
        return "data: " + String.join("\n\ndata: ", data) + "\n\n";
    }

    static Stream<Arguments> answers() {
        String stream = events(HELLO, HELLO, USAGE, "[DONE]");
        String without = events(HELLO, HELLO, "[DONE]");
        return Stream.of(
                Arguments.of("lines", stream, without),
                Arguments.of("CRLF", stream.replace("\n", "\r\n"), without.replace("\n", "\r\n")),
                Arguments.of("CR", stream.replace("\n", "\r"), without.replace("\n", "\r")),
                Arguments.of("no space", stream.replace("data: ", "data:"), without.replace("data: ", "data:")),
                Arguments.of("a byte order mark", "\uFEFF" + stream, "\uFEFF" + without),
                Arguments.of(
                        "names of events",
                        stream.replace("data:", "event: message\ndata:"),
                        without.replace("data:", "event: message\ndata:")),
                Arguments.of("comments", ": open\n\n" + stream.replace("data:", ": ping\ndata:"), null),
                Arguments.of("empty lines before it", "\n\n\n" + stream, "\n\n\n" + without),
                Arguments.of("null between", "data: null\n\n" + stream, "data: null\n\n" + without),
                Arguments.of(
                        "data of several lines",
                        stream.replace(",\"usage\"", "\ndata: ,\"usage\"")
                                .replace("[{\"delta\"", "[\ndata: {\"delta\""),
                        without.replace("[{\"delta\"", "[\ndata: {\"delta\"")),
                Arguments.of("choices null", stream.replace("[],", "null,"), without),
                Arguments.of("no choices", stream.replace("\"choices\":[],", ""), without),
                Arguments.of(
                        "timings and vendors' keys beside it",
                        stream.replace("[],", "[],\"x_groq\":{\"id\":\"r\"},\"timings\":{\"prompt_n\":1},"),
                        without),
                Arguments.of("an escaped text", stream.replace("世界", "\\u4e16\\u754c\\n"), null),
                Arguments.of("no end", stream.replace("data: [DONE]\n\n", ""), events(HELLO, HELLO)),
                Arguments.of(
                        "a document", "{" + NUMBERS + ",\"choices\":[{\"message\":{\"content\":\"Hällo\"}}]}", null),
                Arguments.of(
                        "a long text",
                        "{\"choices\":[{\"message\":{\"content\":\"" + "Größe \\\" \\u00e4".repeat(900) + "\"}}],"
                                + NUMBERS + "}",
                        null),
                Arguments.of("lines of JSON", HELLO + "\n" + "{\"choices\":[],\"usage\":null}\n" + USAGE + "\n", null));
    }

    /** Whatever the label, and wherever the answer is cut in two. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void readsTheSameWhereverItIsCut(String name, String answer, String ignored) {
        ByteString whole = ByteString.copyFromUtf8(answer);
        Reading expected = read(whole, "text/event-stream", false, whole.size()).reading;
        assertThat(expected.reported()).isEqualTo(TOLD);
        assertThat(expected.complete()).isTrue();
        for (String type : List.of("text/event-stream", "application/json", "text/plain; charset=utf-8", "")) {
            for (boolean drop : new boolean[] {false, true}) {
                for (int cut = 0; cut <= whole.size(); cut += whole.size() > 2_000 ? 37 : 1) {
                    Outcome outcome = read(whole, type, drop, cut);
                    assertThat(outcome.reading).as("%s cut at %d", type, cut).isEqualTo(expected);
                    if (!drop) {
                        assertThat(outcome.relayed).isEqualTo(whole);
                    }
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void takesOutTheChunkOfUsageAndNothingElseWhereverItIsCut(String name, String answer, String expected) {
        ByteString whole = ByteString.copyFromUtf8(answer);
        for (int cut = 0; cut <= whole.size() && expected != null; cut++) {
            assertThat(read(whole, "", true, cut).relayed.toStringUtf8())
                    .as("cut at %d", cut)
                    .isEqualTo(expected);
        }
    }

    @Test
    void letsEachCommentGoAtOnceThoughAnEventMayHaveToBeTakenOut() {
        AnswerReader reader = AnswerReader.of("text/event-stream", true, true);
        List<String> chunks = List.of(": ke", "ep-alive\n", ": keep-alive\n", "\n", ": again\r\n", events(HELLO));

        for (String chunk : chunks) {
            assertThat(reader.accept(ByteString.copyFromUtf8(chunk), false).toStringUtf8())
                    .isEqualTo(chunk);
        }
    }

    @Test
    void letsSpaceBeforeADocumentGoAtOnce() {
        AnswerReader reader = AnswerReader.of("application/json", true, true);

        assertThat(reader.accept(ByteString.copyFromUtf8("\n \r\n"), false).size())
                .isEqualTo(4);
        assertThat(reader.accept(ByteString.copyFromUtf8("\n"), false).size()).isEqualTo(1);
        reader.accept(ByteString.copyFromUtf8("{" + NUMBERS + "}"), true);

        assertThat(reader.reading().reported()).isEqualTo(TOLD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"overloaded\"}," + NUMBERS + "}",
                "{\"type\":\"done\"," + NUMBERS + "}",
                "{\"response\":\"Hello\"," + NUMBERS + "}",
                "{\"candidates\":[{}]," + NUMBERS + "}",
                "{\"choices\":[{}]," + NUMBERS + "}",
                "{\"choices\":[],\"usage\":null}",
                "{\"choices\":[],\"prompt_filter_results\":[{}]}"
            })
    void leavesWhatTellsMoreThanTheUsage(String data) {
        ByteString answer = ByteString.copyFromUtf8(events(HELLO, data, "[DONE]"));

        assertThat(read(answer, "text/event-stream", true, 20).relayed).isEqualTo(answer);
    }

    @Test
    void readsATextLongerThanAnyParserTakesInPieces() {
        String half = "0123456789abcdef".repeat(1_000_000);
        ByteString answer = ByteString.copyFromUtf8("{\"choices\":[{\"message\":{\"content\":\"" + half)
                .concat(ByteString.copyFromUtf8(half + "\"}}]," + NUMBERS + "}"));
        AnswerReader reader = AnswerReader.of("application/json", false, true);

        for (int at = 0; at < answer.size(); at += 65_536) {
            reader.accept(answer.substring(at, Math.min(answer.size(), at + 65_536)), at + 65_536 >= answer.size());
        }

        assertThat(reader.reading()).isEqualTo(new Reading(TOLD, true, null, new Content(1, 32_000_000, 32_000_000)));
    }

    @Test
    void keepsNoMoreOfALongTextThanItsBeginning() throws Exception {
        StringClip clip = new StringClip();
        List<Integer> taken = new ArrayList<>();
        byte[] piece = "x".repeat(60_000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] begin = "{\"a\":\"".getBytes(java.nio.charset.StandardCharsets.UTF_8);

        clip.feed(begin, 0, begin.length, (bytes, from, to) -> taken.add(to - from));
        for (int round = 0; round < 1_000; round++) {
            clip.feed(piece, 0, piece.length, (bytes, from, to) -> taken.add(to - from));
        }

        assertThat(taken.stream().mapToInt(size -> size).sum()).isEqualTo(begin.length + StringClip.KEPT);
        assertThat(clip.takeLeft().bytes()).isEqualTo(60_000_000 - StringClip.KEPT);
    }

    private record Outcome(ByteString relayed, Reading reading) {}

    private static Outcome read(ByteString answer, String type, boolean drop, int cut) {
        AnswerReader reader = AnswerReader.of(type, drop, true);
        ByteString first = reader.accept(answer.substring(0, cut), false);
        ByteString second = reader.accept(answer.substring(cut), false);
        ByteString last = reader.accept(ByteString.EMPTY, true);
        return new Outcome(first.concat(second).concat(last), reader.reading());
    }
}
