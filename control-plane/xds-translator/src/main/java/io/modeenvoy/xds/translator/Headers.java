package io.modeenvoy.xds.translator;

import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.modeenvoy.ir.HeaderChanges;
import java.util.ArrayList;
import java.util.List;

/** Header changes in Envoy's words. {@code host} and pseudo headers are left alone: Envoy rejects a whole route table that changes them this way. */
final class Headers {
    private Headers() {}

    static List<HeaderValueOption> toAdd(HeaderChanges changes) {
        List<HeaderValueOption> options = new ArrayList<>();
        changes.set().forEach(header -> add(options, header, HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD));
        changes.add().forEach(header -> add(options, header, HeaderAppendAction.APPEND_IF_EXISTS_OR_ADD));
        return options;
    }

    static List<String> toRemove(HeaderChanges changes) {
        return changes.remove().stream().filter(Headers::isChangeable).toList();
    }

    private static void add(List<HeaderValueOption> options, HeaderChanges.Header header, HeaderAppendAction action) {
        if (isChangeable(header.name())) {
            options.add(option(header.name(), header.value(), action));
        }
    }

    /** A percent sign starts a command of Envoy's format language; here it is meant as it is. */
    static HeaderValueOption option(String name, String value, HeaderAppendAction action) {
        return HeaderValueOption.newBuilder()
                .setHeader(HeaderValue.newBuilder().setKey(name).setValue(value.replace("%", "%%")))
                .setAppendAction(action)
                .setKeepEmptyValue(true)
                .build();
    }

    private static boolean isChangeable(String name) {
        return !name.equals("host") && !name.startsWith(":");
    }
}
