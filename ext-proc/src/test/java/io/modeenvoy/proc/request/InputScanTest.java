package io.modeenvoy.proc.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of an input the body shows: what is listed here, and nothing else. */
final class InputScanTest {
    private static final String PARTS = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[%s]}]}";
    private static final String ITEMS = "{\"model\":\"m\",\"input\":[%s]}";
    private static final String FIELDS = "{\"model\":\"m\",%s}";

    private static boolean remote(String shape, String text) {
        return RequestScanTest.scanned(shape.formatted(text)).remoteContent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"text\",\"text\":\"file_id\"}",
                "{\"type\":\"input_text\",\"text\":\"a\"},{\"type\":\"output_text\",\"text\":\"b\",\"annotations\":[]}",
                "{\"type\":\"text\",\"text\":\"a\",\"cache_control\":{\"type\":\"ephemeral\"}}",
                "{\"type\":\"refusal\",\"refusal\":\"no\"}",
                "\"text\""
            })
    void showsPartsOfText(String part) {
        assertThat(remote(PARTS, part)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:application/pdf;base64,AAAA\"}}",
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:video/mp4;base64,AAAA\"}}",
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"gs://a/b.png\"}}",
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"file-1\"}}",
                "{\"type\":\"image_url\",\"image_url\":{\"url\":null}}",
                "{\"type\":\"image_url\",\"image_url\":{\"url\":[\"https://a/b.png\",\"https://a/c.png\"]}}",
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a/b.png\",\"url\":\"https://a/c.png\"}}",
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a/b.png\",\"max_pixels\":9}}",
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a/b.png\"},\"tomorrows\":1}",
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a/b.png\"},\"image_url\":\"https://a/c.png\"}",
                "{\"type\":\"image_url\",\"image_url\":[\"https://a/b.png\"]}",
                "{\"type\":\"image_url\",\"image_url\":null}",
                "{\"type\":\"image_url\"}",
                "{\"image_url\":{\"url\":\"https://a/b.png\"}}",
                "{\"role\":\"user\",\"image_url\":{\"url\":\"https://a/b.png\"}}",
                "{\"type\":\"text\",\"text\":\"a\",\"image_url\":\"https://a/b.png\"}",
                "{\"type\":\"text\",\"text\":\"a\",\"detail\":\"low\"}",
                "{\"type\":\"video_url\",\"type\":\"image_url\",\"image_url\":\"https://a/b.png\"}",
                "{\"type\":\"input_image\",\"file_id\":\"f\"}",
                "{\"type\":\"input_image\",\"image_url\":\"https://a/b.png\",\"file_id\":\"f\"}",
                "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AAAA\",\"format\":\"wav\"}}",
                "{\"type\":\"video_url\",\"video_url\":{\"url\":\"https://a/b.mp4\"}}",
                "{\"type\":\"file\",\"file\":{\"file_id\":\"f\"}}",
                "{\"type\":\"input_file\",\"file_url\":\"https://a/b.pdf\"}",
                "{\"type\":\"tomorrows\",\"text\":\"a\"}",
                "{\"type\":\"text\",\"text\":\"a\",\"tomorrows\":1}",
                "{\"type\":\"text\",\"text\":\"a\",\"file_id\":\"f\"}",
                "{\"type\":\"text\",\"text\":{\"value\":\"a\"}}",
                "{\"type\":\"text\",\"type\":\"video_url\",\"text\":\"a\"}",
                "{\"Type\":\"video_url\",\"type\":\"text\"}",
                "{\"type\":\"Text\",\"text\":\"a\"}",
                "{\"type\":5}",
                "{\"type\":null,\"id\":\"x\"}",
                "{\"text\":\"a\"}",
                "{}"
            })
    void holdsTheWindowForPartsItDoesNotKnow(String part) {
        assertThat(remote(PARTS, part)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // part, pictures of low detail, others, bytes that are pictures
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a/b.png\"}}|0|1|15",
                "{\"image_url\":{\"detail\":\"low\",\"url\":\"http://a/b\" } , \"type\":\"image_url\"}|1|0|10",
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\",\"detail\":\"high\"}}|0|1|26",
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"DATA:Image\\/png;base64,AA==\",\"detail\":null}}|0|1|27",
                "{\"type\":\"image_url\",\"image_url\":\"https:\\/\\/a\\/b\"}|0|1|14",
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a/b.png\"},\"detail\":\"low\"}|0|1|15",
                "{\"type\":\"input_image\",\"image_url\":\"https://a/b.png\",\"detail\":\"low\",\"file_id\":null}|1|0|15",
                "{\"type\":\"input_image\",\"detail\":\"low\",\"detail\":\"high\",\"image_url\":\"https://a/b\"}|0|1|11",
                "{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a/b\"}},{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a/c\"}}|0|2|22",
                "{\"type\":\"text\",\"text\":\"a\"}|0|0|0"
            })
    void countsPicturesAndTheirBytes(String part, int low, int others, long bytes) {
        assertThat(remote(PARTS, part)).isFalse();
        assertThat(RequestScanTest.scanned(PARTS.formatted(part)).pictures())
                .isEqualTo(new Pictures(low, others, bytes));
    }

    @ParameterizedTest
    @CsvSource({"4096, false", "4097, true"})
    void takesAnAddressForOneUpToALength(int length, boolean remote) {
        String address = "https://a/" + "b".repeat(length - 10);

        assertThat(remote(PARTS, "{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + address + "\"}}"))
                .isEqualTo(remote);
    }

    @Test
    void countsPicturesThatAToolMade() {
        String item =
                "{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":[{\"type\":\"input_image\",\"image_url\":\"https://a/b\"}]}";

        assertThat(remote(ITEMS, item)).isFalse();
        assertThat(RequestScanTest.scanned(ITEMS.formatted(item)).pictures()).isEqualTo(new Pictures(0, 1, 11));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"text\"",
                "[1,2,3],[4]",
                "{\"role\":\"user\",\"content\":\"hello\"}",
                "{\"role\":\"assistant\",\"id\":\"m\",\"content\":[{\"type\":\"output_text\",\"text\":\"a\"}]}",
                "{\"type\":\"message\",\"id\":\"m\",\"role\":\"assistant\",\"status\":\"completed\",\"content\":[{\"type\":\"output_text\",\"text\":\"a\"}]}",
                "{\"type\":\"function_call\",\"id\":\"f\",\"call_id\":\"c\",\"name\":\"n\",\"arguments\":\"{}\",\"status\":\"completed\"}",
                "{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"text\"}",
                "{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":[{\"type\":\"input_text\",\"text\":\"a\"}]}",
                "{\"type\":\"custom_tool_call\",\"call_id\":\"c\",\"name\":\"n\",\"input\":\"text\"}",
                "{\"type\":\"custom_tool_call_output\",\"call_id\":\"c\",\"output\":\"text\"}"
            })
    void showsItemsOfText(String item) {
        assertThat(remote(ITEMS, item)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"item_reference\",\"id\":\"i\"}",
                "{\"id\":\"i\"}",
                "{\"id\":\"i\",\"role\":\"user\"}",
                "{\"type\":\"reasoning\",\"id\":\"r\",\"summary\":[]}",
                "{\"type\":\"reasoning\",\"encrypted_content\":\"AAAA\",\"summary\":[]}",
                "{\"type\":\"compaction\",\"encrypted_content\":\"AAAA\"}",
                "{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":[{\"type\":\"input_image\",\"file_id\":\"f\"}]}",
                "{\"type\":\"file_search_call\",\"id\":\"f\"}",
                "{\"type\":\"mcp_call\",\"id\":\"f\"}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"input_file\",\"file_id\":\"f\"}]}"
            })
    void holdsTheWindowForItemsItDoesNotKnow(String item) {
        assertThat(remote(ITEMS, item)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"messages\":[{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"n\",\"arguments\":\"{\\\"file_id\\\":1}\"}}]}]",
                "\"messages\":[{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"text\"}]",
                "\"messages\":[{\"role\":\"assistant\",\"audio\":null,\"refusal\":null,\"reasoning_content\":\"text\",\"content\":\"a\"}]",
                "\"messages\":null",
                "\"instructions\":\"text\"",
                "\"prediction\":{\"type\":\"content\",\"content\":\"text\"}",
                "\"prompt\":\"text\"",
                "\"prompt\":[\"text\",\"more\"]",
                "\"tools\":[{\"type\":\"custom\",\"name\":\"n\"}]",
                "\"metadata\":{\"file_id\":\"f\"}",
                "\"text\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"properties\":{\"file_id\":{}}}}}",
                "\"audio\":{\"voice\":\"alloy\",\"format\":\"wav\"}",
                "\"temperature\":0.5,\"user\":\"u\",\"stop\":[\"a\"],\"seed\":1",
                "\"tomorrows\":null",
                "\"tomorrows\":false"
            })
    void showsWhatOtherFieldsOfTextHold(String fields) {
        assertThat(remote(FIELDS, fields)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"messages\":[{\"role\":\"assistant\",\"audio\":{\"id\":\"a\"}}]",
                "\"messages\":[{\"role\":\"assistant\",\"content\":\"a\",\"tomorrows\":\"b\"}]",
                "\"messages\":{\"id\":\"m\"}",
                "\"instructions\":[{\"type\":\"item_reference\",\"id\":\"i\"}]",
                "\"prompt\":{\"id\":\"p\"}",
                "\"prompt\":[{\"id\":\"p\"}]",
                "\"previous_response_id\":\"r\"",
                "\"conversation\":\"c\"",
                "\"conversation\":{\"id\":\"c\"}",
                "\"tools\":[{\"type\":\"file_search\",\"vector_store_ids\":[\"v\"]}]",
                "\"tools\":[{\"type\":\"mcp\",\"server_url\":\"https://a\"}]",
                "\"tools\":[{\"type\":\"function\"},{\"type\":\"web_search\"}]",
                "\"tools\":[{\"type\":\"function\",\"type\":\"mcp\"}]",
                "\"tools\":[{\"name\":\"n\"}]",
                "\"tools\":[\"web_search\"]",
                "\"tools\":{\"type\":\"function\"}",
                "\"web_search_options\":{}",
                "\"enable_search\":true",
                "\"plugins\":[{\"id\":\"web\"}]",
                "\"chat_template\":\"{{ text }}\"",
                "\"tomorrows\":\"text\""
            })
    void holdsTheWindowForFieldsItDoesNotKnow(String fields) {
        assertThat(remote(FIELDS, fields)).isTrue();
    }
}
