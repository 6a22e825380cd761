package io.modeenvoy.k8s.certificates;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where certificates are kept: the Secrets of one namespace, which others write as well; of two that do so at once one wins. */
public interface SecretStore {
    /**
     * What a Secret holds.
     *
     * @param version by which a replacement knows that nobody was quicker
     */
    record Kept(Map<String, String> entries, String version) {
        public Kept {
            entries = Map.copyOf(entries);
        }

        @Override
        public String toString() {
            return "Kept[" + entries.keySet() + ", " + version + "]";
        }
    }

    /** What a Secret holds now; null = there is none. */
    @Nullable
    Kept read(String name) throws IOException;

    /** Puts {@code entries} in the place of {@code before}, in a Secret of type {@code kubernetes.io/tls}; false = somebody else was quicker. */
    boolean replace(String name, @Nullable Kept before, Map<String, String> entries) throws IOException;
}
