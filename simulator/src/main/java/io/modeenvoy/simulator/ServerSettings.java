package io.modeenvoy.simulator;

import java.util.Map;

/**
 * What the JDK's HTTP server reads from system properties, once, at its first use in the process: without {@code nodelay} a
 * paced stream stutters by the peer's delayed acknowledgement, and its small idle pool closes the connections a proxy keeps.
 */
final class ServerSettings {
    private static final Map<String, String> SETTINGS = Map.of(
            "sun.net.httpserver.nodelay", "true",
            "sun.net.httpserver.maxIdleConnections", "100000",
            "sun.net.httpserver.idleInterval", "3600",
            "jdk.httpserver.maxConnections", "-1");

    private ServerSettings() {}

    /** Sets them where nobody has. */
    static void apply() {
        SETTINGS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }
}
