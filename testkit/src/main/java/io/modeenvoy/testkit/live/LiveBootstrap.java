package io.modeenvoy.testkit.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The bootstrap of an Envoy that takes everything over ADS, and whose calls end at a static listener of its own. */
public final class LiveBootstrap {
    /** The static listener where calls end. */
    public static final String UPSTREAM = "upstream";

    /** The discovered layer of the runtime. */
    public static final String RUNTIME = "live";

    /** Envoy's two ways to speak to an ADS server. */
    public enum Dialect {
        DELTA("DELTA_GRPC"),
        STATE_OF_THE_WORLD("GRPC");

        private final String apiType;

        Dialect(String apiType) {
            this.apiType = apiType;
        }
    }

    private LiveBootstrap() {}

    /** As YAML. */
    public static String yaml(String node, String group, int adsPort, Dialect dialect) {
        try (InputStream text = Objects.requireNonNull(LiveBootstrap.class.getResourceAsStream("envoy.yaml"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@node@", node)
                    .replace("@group@", group)
                    .replace("@dialect@", dialect.apiType)
                    .replace("@port@", Integer.toString(adsPort));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
