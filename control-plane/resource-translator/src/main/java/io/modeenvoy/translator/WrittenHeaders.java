package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPHeader;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPHeaderFilter;
import io.modeenvoy.crd.ReservedHeaders;
import io.modeenvoy.ir.HeaderChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The header changes of a filter as they are written.
 *
 * @param reserved why a name must not be changed; empty if it may be
 */
record WrittenHeaders(Reporter reporter, Function<String, Optional<ReservedHeaders.Group>> reserved) {
    static WrittenHeaders ofRequests(Reporter reporter) {
        return new WrittenHeaders(reporter, ReservedHeaders::ofRequests);
    }

    static WrittenHeaders ofResponses(Reporter reporter) {
        return new WrittenHeaders(reporter, ReservedHeaders::ofResponses);
    }

    /** Empty if a part of them is wrong, which is reported. */
    Optional<HeaderChanges> of(@Nullable HTTPHeaderFilter filter, String field) {
        if (filter == null) {
            reporter.refused(field, Reasons.UNSUPPORTED_VALUE, "absent (expected: the headers to change)");
            return Optional.empty();
        }
        List<HeaderChanges.Header> set = new ArrayList<>();
        List<HeaderChanges.Header> add = new ArrayList<>();
        List<String> remove = new ArrayList<>();
        boolean sound = headers(filter.getSet(), set, field + ".set");
        sound &= headers(filter.getAdd(), add, field + ".add");
        for (int i = 0; i < filter.getRemove().size(); i++) {
            sound &= isChangeable(filter.getRemove().get(i), field + ".remove[" + i + "]");
            remove.add(filter.getRemove().get(i).toLowerCase(Locale.ROOT));
        }
        return sound ? Optional.of(new HeaderChanges(set, add, remove)) : Optional.empty();
    }

    private boolean headers(List<HTTPHeader> written, List<HeaderChanges.Header> headers, String field) {
        boolean sound = true;
        for (int i = 0; i < written.size(); i++) {
            HTTPHeader header = written.get(i);
            String name = String.valueOf(header.getName());
            String value = header.getValue() == null ? "" : header.getValue();
            sound &= isChangeable(name, field + "[" + i + "].name");
            sound &= isValue(value, field + "[" + i + "].value");
            headers.add(new HeaderChanges.Header(name.toLowerCase(Locale.ROOT), value));
        }
        return sound;
    }

    private boolean isValue(String value, String field) {
        boolean sound = HttpText.isValue(value);
        if (!sound) {
            reporter.refused(field, Reasons.UNSUPPORTED_VALUE, value + " (expected: " + HttpText.VALUE + ")");
        }
        return sound;
    }

    private boolean isChangeable(String name, String field) {
        Optional<ReservedHeaders.Group> group = reserved.apply(name);
        boolean changeable = group.isEmpty() && HttpText.isToken(name);
        if (!changeable) {
            String expected = group.map(ReservedHeaders.Group::expected).orElse("the name of a header");
            reporter.refused(field, Reasons.UNSUPPORTED_VALUE, name + " (expected: " + expected + ")");
        }
        return changeable;
    }
}
