package io.modeenvoy.cli;

import io.modeenvoy.xds.server.StreamLimits;
import io.modeenvoy.xds.server.XdsServerOptions;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How much the ADS server lets clients ask for. */
final class XdsLimits {
    private static final XdsServerOptions DEFAULTS = XdsServerOptions.defaults();
    private static final int MOST = 100_000_000;
    private static final int MOST_MEGABYTES = 1024;

    @Option(
            names = "--xds-max-streams",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Open streams; more are refused (default: ${DEFAULT-VALUE})")
    private int maxStreams = DEFAULTS.maxStreams();

    @Option(
            names = "--xds-connect-rate",
            paramLabel = "N",
            defaultValue = "10000",
            description = "New streams per second; more are refused (default: ${DEFAULT-VALUE})")
    private int connectRate = DEFAULTS.connectsPerSecond();

    @Option(
            names = "--xds-request-rate",
            paramLabel = "N",
            defaultValue = "100",
            description =
                    "Requests per second and stream, ten times as many at once; answers do not count (default: ${DEFAULT-VALUE})")
    private int requestRate = DEFAULTS.perStream().requestsPerSecond();

    @Option(
            names = "--xds-max-names",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Names that a stream may ask for one by one, per type (default: ${DEFAULT-VALUE})")
    private int maxNames = DEFAULTS.perStream().maxNames();

    @Option(
            names = "--xds-max-message-mb",
            paramLabel = "MB",
            defaultValue = "64",
            description = "Size of one request (default: ${DEFAULT-VALUE})")
    private int maxMessageMegabytes = DEFAULTS.maxMessageBytes() >> 20;

    @Option(
            names = "--xds-max-stream-age",
            paramLabel = "TIME",
            defaultValue = "12h",
            description =
                    "Age at which a stream is closed in good order so that the client comes back, perhaps to another replica; up to a fifth is added by chance (default: ${DEFAULT-VALUE})")
    private String maxStreamAge = "12h";

    @Option(
            names = "--xds-keepalive",
            paramLabel = "TIME",
            defaultValue = "30s",
            description =
                    "Idle time after which a client is asked whether it is still there (default: ${DEFAULT-VALUE})")
    private String keepAlive = "30s";

    XdsServerOptions options(CommandSpec spec) {
        atMost(spec, "--xds-max-streams", maxStreams, MOST);
        atMost(spec, "--xds-connect-rate", connectRate, MOST);
        atMost(spec, "--xds-request-rate", requestRate, MOST);
        atMost(spec, "--xds-max-names", maxNames, MOST);
        atMost(spec, "--xds-max-message-mb", maxMessageMegabytes, MOST_MEGABYTES);
        return DEFAULTS.withMaxStreams(maxStreams)
                .withConnectsPerSecond(connectRate)
                .withMaxMessageBytes(maxMessageMegabytes << 20)
                .withMaxStreamAge(some(spec, "--xds-max-stream-age", maxStreamAge))
                .withKeepAlive(some(spec, "--xds-keepalive", keepAlive))
                .withPerStream(new StreamLimits(requestRate, 10 * requestRate, maxNames));
    }

    private static void atMost(CommandSpec spec, String flag, int value, int most) {
        if (value < 1 || value > most) {
            throw new ParameterException(spec.commandLine(), flag + ": " + value + " (expected: 1 to " + most + ")");
        }
    }

    private static Duration some(CommandSpec spec, String flag, String text) {
        Duration time = Lifetime.parse(spec, flag, text);
        if (time.isZero()) {
            throw new ParameterException(spec.commandLine(), flag + ": " + text + " (expected: more than that)");
        }
        return time;
    }
}
