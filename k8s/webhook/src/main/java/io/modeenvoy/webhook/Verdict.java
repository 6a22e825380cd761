package io.modeenvoy.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;

/** What becomes of a pod that the API server asks about. */
sealed interface Verdict {
    /** It stays as it is. */
    record Unchanged() implements Verdict {}

    /**
     * It gets a proxy.
     *
     * @param patch a JSON patch
     * @param warnings that kubectl shows
     */
    record Injected(ArrayNode patch, List<String> warnings) implements Verdict {
        public Injected {
            warnings = List.copyOf(warnings);
        }
    }

    /** It asks for something that there is not. */
    record Denied(String message) implements Verdict {}
}
