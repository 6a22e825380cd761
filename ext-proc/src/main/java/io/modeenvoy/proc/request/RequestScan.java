package io.modeenvoy.proc.request;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway reads of a request's body, and where it stands there.
 *
 * @param model the model asked for
 * @param limits output limits that are there, by their field; an explicit {@code null} has the value -1
 * @param choices how many answers are asked for: the larger of {@code n} and {@code best_of}, times the prompts of a completion
 * @param streamOptions null = absent
 * @param remoteContent the input holds, or may hold, more than the body shows: files, earlier conversations, what the provider's own tools find; pictures aside, which are counted
 * @param background the answer is to be made after the call has ended
 * @param pictures those that the input holds
 * @param start offset right after the opening brace
 * @param end offset of the closing brace
 * @param fields those of the request itself, in their order
 * @param otherModel a field where a provider may look for a model too; null = none
 * @param otherLimit a field nobody here knows that looks as if it set a limit or chose a model; null = none
 */
public record RequestScan(
        String model,
        ByteRange modelRange,
        boolean stream,
        Map<OutputLimit, Limit> limits,
        long choices,
        @Nullable StreamOptions streamOptions,
        boolean remoteContent,
        Pictures pictures,
        boolean background,
        int start,
        int end,
        List<Field> fields,
        @Nullable String otherModel,
        @Nullable String otherLimit) {

    public RequestScan {
        limits = Map.copyOf(limits);
        fields = List.copyOf(fields);
    }

    /** A field of the request and where its name begins, with the quote. */
    public record Field(String name, int from) {}

    /** A limit and the range of its value. */
    public record Limit(long value, ByteRange range) {
        /** Whether it limits anything. */
        public boolean given() {
            return value >= 0;
        }
    }

    /**
     * The object {@code stream_options}.
     *
     * @param range its value
     * @param empty it has no fields, or is null
     * @param includeUsage whether the client asked for usage
     * @param includeUsageRange the value of {@code include_usage}; null = absent
     */
    public record StreamOptions(
            ByteRange range,
            boolean empty,
            boolean includeUsage,
            @Nullable ByteRange includeUsageRange) {}

    /** Whether the client asked for the usage of a streamed answer. */
    public boolean asksForUsage() {
        return streamOptions != null && streamOptions.includeUsage();
    }

    /** Scans {@code body}. */
    public static ScanResult scan(ByteString body) {
        return RequestScanner.scan(body);
    }
}
