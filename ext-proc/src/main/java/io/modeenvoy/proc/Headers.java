package io.modeenvoy.proc;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.service.ext_proc.v3.HeaderMutation;
import java.util.HashSet;
import java.util.Set;

/** Builds a header mutation; a header that is set is never removed as well. */
final class Headers {
    private final HeaderMutation.Builder mutation = HeaderMutation.newBuilder();
    private final Set<String> set = new HashSet<>();

    Headers set(String name, String value) {
        set.add(name);
        mutation.addSetHeaders(HeaderValueOption.newBuilder()
                .setHeader(HeaderValue.newBuilder().setKey(name).setRawValue(ByteString.copyFromUtf8(value)))
                .setAppendAction(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD));
        return this;
    }

    Headers remove(Iterable<String> names) {
        for (String name : names) {
            if (!set.contains(name)) {
                mutation.addRemoveHeaders(name);
            }
        }
        return this;
    }

    boolean sets(String name) {
        return set.contains(name);
    }

    boolean isEmpty() {
        return mutation.getSetHeadersCount() + mutation.getRemoveHeadersCount() == 0;
    }

    HeaderMutation build() {
        return mutation.build();
    }
}
