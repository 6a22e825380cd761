package io.modeenvoy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modeenvoy.xds.server.StreamLimits;
import io.modeenvoy.xds.server.XdsServerOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The flags that say how much clients may ask for. */
final class XdsLimitsTest {
    private static XdsServerOptions parse(String... flags) {
        XdsLimits limits = new XdsLimits();
        CommandLine line = new CommandLine(limits);
        line.parseArgs(flags);
        return limits.options(line.getCommandSpec());
    }

    @Test
    void withoutFlagsTheServersOwnDefaultsHold() {
        assertThat(parse()).isEqualTo(XdsServerOptions.defaults());
    }

    @Test
    void everyFlagReachesTheServer() {
        assertThat(parse(
                        "--xds-max-streams=7",
                        "--xds-connect-rate=8",
                        "--xds-request-rate=9",
                        "--xds-max-names=10",
                        "--xds-max-message-mb=11",
                        "--xds-max-stream-age=2h",
                        "--xds-keepalive=20s"))
                .isEqualTo(XdsServerOptions.defaults()
                        .withMaxStreams(7)
                        .withConnectsPerSecond(8)
                        .withPerStream(new StreamLimits(9, 90, 10))
                        .withMaxMessageBytes(11 << 20)
                        .withMaxStreamAge(Duration.ofHours(2))
                        .withKeepAlive(Duration.ofSeconds(20)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--xds-max-streams=0|--xds-max-streams: 0 (expected: 1 to 100000000)",
                "--xds-connect-rate=-1|--xds-connect-rate: -1 (expected: 1 to 100000000)",
                "--xds-request-rate=2000000000|--xds-request-rate: 2000000000 (expected: 1 to 100000000)",
                "--xds-max-names=0|--xds-max-names: 0 (expected: 1 to 100000000)",
                "--xds-max-message-mb=1025|--xds-max-message-mb: 1025 (expected: 1 to 1024)",
                "--xds-max-stream-age=0h|--xds-max-stream-age: 0h (expected: more than that)",
                "--xds-keepalive=soon|--xds-keepalive: soon (expected: a number and d, h, m or s, for example 90d)",
            })
    void namesTheFlagThatIsOutOfBounds(String flag, String message) {
        assertThatThrownBy(() -> parse(flag))
                .isInstanceOf(ParameterException.class)
                .hasMessage(message);
    }
}
