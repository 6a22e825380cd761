package io.modeenvoy.k8s.certificates;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where Secrets are kept: those of one namespace. */
public interface SecretStore {
    /** The entries of a Secret; null = there is none. */
    @Nullable
    Map<String, String> read(String name) throws IOException;

    /** Makes or changes a Secret of type {@code kubernetes.io/tls}; fails if it was changed since it was read. */
    void write(String name, Map<String, String> entries) throws IOException;
}
