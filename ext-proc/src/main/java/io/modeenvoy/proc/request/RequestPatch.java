package io.modeenvoy.proc.request;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a body; every byte they do not name stays as it was.
 *
 * @param model the model to ask for instead; null = as it is
 * @param limits output limits to set
 * @param renamed limits that get another name
 * @param dropped fields that are left out
 * @param includeUsage whether to ask for the usage of a streamed answer
 */
public record RequestPatch(
        @Nullable String model,
        Map<OutputLimit, Long> limits,
        Map<OutputLimit, OutputLimit> renamed,
        Set<String> dropped,
        boolean includeUsage) {
    private static final Comparator<Edit> BY_PLACE =
            Comparator.comparingInt(Edit::from).thenComparingInt(Edit::to).thenComparing(Edit::text);

    public RequestPatch {
        limits = Map.copyOf(limits);
        renamed = Map.copyOf(renamed);
        dropped = Set.copyOf(dropped);
    }

    /** The bytes {@code from} to {@code to} become {@code text}. */
    private record Edit(int from, int to, String text) {}

    /** The fields that the patched body has and {@code scan} has not, sorted. */
    public SortedSet<String> added(RequestScan scan) {
        SortedSet<String> added = new TreeSet<>();
        limits.keySet().stream()
                .filter(limit -> !scan.limits().containsKey(limit))
                .forEach(limit -> added.add(limit.field()));
        renamed.values().forEach(limit -> added.add(limit.field()));
        if (includeUsage && scan.streamOptions() == null) {
            added.add("stream_options");
        }
        return added;
    }

    /** The patched body; {@code body} itself if nothing changes. */
    public ByteString apply(ByteString body, RequestScan scan) {
        List<Edit> edits = edits(body, scan);
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

    private List<Edit> edits(ByteString body, RequestScan scan) {
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
        if (!dropped.isEmpty()) {
            drop(body, scan, edits);
        }
        for (RequestScan.Field field : renamed.isEmpty() ? List.<RequestScan.Field>of() : scan.fields()) {
            renamed.forEach((from, to) -> {
                if (field.name().equals(from.field())) {
                    edits.add(replace(name(body, field), quoted(to.field())));
                }
            });
        }
        return edits;
    }

    /** Each with the comma behind it; those at the end with the comma before them. The field {@code model} is there and stays. */
    private void drop(ByteString body, RequestScan scan, List<Edit> edits) {
        int end = scan.end();
        boolean last = true;
        for (RequestScan.Field field : scan.fields().reversed()) {
            boolean drop = dropped.contains(field.name());
            if (drop && !last) {
                edits.add(new Edit(field.from(), end, ""));
            } else if (!drop && last && end < scan.end()) {
                edits.add(new Edit(endOfValue(body, end), scan.end(), ""));
            }
            last &= drop;
            end = field.from();
        }
    }

    /** The end of the value before the field at {@code next}. */
    private static int endOfValue(ByteString body, int next) {
        int at = next;
        while (body.byteAt(at - 1) != ',') {
            at--;
        }
        return at - 1;
    }

    private static ByteRange name(ByteString body, RequestScan.Field field) {
        int to = field.from() + 1;
        while (body.byteAt(to) != '"') {
            to += body.byteAt(to) == '\\' ? 2 : 1;
        }
        return new ByteRange(field.from(), to + 1);
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
