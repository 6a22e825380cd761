package io.modeenvoy.ir;

import java.util.List;

/** Changes of headers, in the order remove, set, add. Names in lower case. */
public record HeaderChanges(List<Header> set, List<Header> add, List<String> remove) {
    /** No change. */
    public static final HeaderChanges NONE = new HeaderChanges(List.of(), List.of(), List.of());

    public HeaderChanges {
        set = List.copyOf(set);
        add = List.copyOf(add);
        remove = List.copyOf(remove);
    }

    /** A header with its value. */
    public record Header(String name, String value) {}
}
