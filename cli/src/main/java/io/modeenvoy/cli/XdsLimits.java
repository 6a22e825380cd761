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
        Duration age = Lifetime.parse(spec, "--xds-max-stream-age", maxStreamAge);
        Duration idle = Lifetime.parse(spec, "--xds-keepalive", keepAlive);
        try {
            return DEFAULTS.withMaxStreams(maxStreams)
                    .withConnectsPerSecond(connectRate)
                    .withMaxMessageBytes(Math.multiplyExact(maxMessageMegabytes, 1 << 20))
                    .withMaxStreamAge(age)
                    .withKeepAlive(idle)
                    .withPerStream(new StreamLimits(requestRate, Math.multiplyExact(requestRate, 10), maxNames));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ParameterException(spec.commandLine(), "--xds-…: " + e.getMessage(), e);
        }
    }
}
