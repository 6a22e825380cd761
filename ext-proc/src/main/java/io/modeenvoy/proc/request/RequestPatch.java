package io.modeenvoy.proc.request;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a body; every byte they do not name stays as it was.
 *
 * @param model the model to ask for instead; null = as it is
 * @param limits output limits to set
 * @param includeUsage whether to ask for the usage of a streamed answer
 */
public record RequestPatch(@Nullable String model, Map<OutputLimit, Long> limits, boolean includeUsage) {
    private static final Comparator<Edit> BY_PLACE =
            Comparator.comparingInt(Edit::from).thenComparing(Edit::text);

    public RequestPatch {
        limits = Map.copyOf(limits);
    }

    /** The bytes {@code from} to {@code to} become {@code text}. */
    private record Edit(int from, int to, String text) {}

    /** The patched body; {@code body} itself if nothing changes. */
    public ByteString apply(ByteString body, RequestScan scan) {
        List<Edit> edits = edits(scan);
        if (edits.isEmpty()) {
            return body;
        }
        edits.sort(BY_PLACE);
        ByteString patched = ByteString.EMPTY;
        int at = 0;
        for (Edit edit : edits) {
            patched = patched.concat(body.substring(at, edit.from())).concat(ByteString.copyFromUtf8(edit.text()));
            at = edit.to();
        }
        return patched.concat(body.substring(at));
    }

    private List<Edit> edits(RequestScan scan) {
        List<Edit> edits = new ArrayList<>();
        if (model != null && !model.equals(scan.model())) {
            edits.add(replace(scan.modelRange(), quoted(model)));
        }
        limits.forEach((limit, value) -> {
            RequestScan.Limit there = scan.limits().get(limit);
            edits.add(
                    there == null
                            ? insert(scan.start(), "\"" + limit.field() + "\":" + value + ",")
                            : replace(there.range(), value.toString()));
        });
        if (includeUsage && !scan.asksForUsage()) {
            edits.add(usage(scan));
        }
        return edits;
    }

    private static Edit usage(RequestScan scan) {
        RequestScan.StreamOptions options = scan.streamOptions();
        if (options == null) {
            return insert(scan.start(), "\"stream_options\":{\"include_usage\":true},");
        } else if (options.includeUsageRange() != null) {
            return replace(options.includeUsageRange(), "true");
        } else if (options.empty()) {
            return replace(options.range(), "{\"include_usage\":true}");
        }
        return insert(options.range().from() + 1, "\"include_usage\":true,");
    }

    private static Edit replace(ByteRange range, String text) {
        return new Edit(range.from(), range.to(), text);
    }

    private static Edit insert(int at, String text) {
        return new Edit(at, at, text);
    }

    private static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
