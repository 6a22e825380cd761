package io.modeenvoy.bootstrap;

import java.nio.file.Path;
import java.util.Map;

/** Where programs that others built are installed on this machine; the scripts of {@code bin} say the same in {@code lib.sh}. */
public final class CacheFolder {
    private CacheFolder() {}

    /** What MODEENVOY_CACHE names, else {@code modeenvoy} among the user's caches. */
    public static Path of(Map<String, String> environment) {
        String own = environment.getOrDefault("MODEENVOY_CACHE", "");
        return own.isEmpty() ? ofUser(environment).resolve("modeenvoy") : Path.of(own);
    }

    private static Path ofUser(Map<String, String> environment) {
        String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
        return caches.isEmpty() ? Path.of(environment.getOrDefault("HOME", "/"), ".cache") : Path.of(caches);
    }
}
