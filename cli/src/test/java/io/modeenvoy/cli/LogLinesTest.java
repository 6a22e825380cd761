package io.modeenvoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the program's own logging configuration makes of the texts of others. */
@Isolated
final class LogLinesTest {
    private static final Logger LOG = LoggerFactory.getLogger("io.modeenvoy.LogLinesTest");
    private static final String FORGED = "edge-1\n2026-01-01T00:00:00.000Z INFO  Keys key.created name=admin\r\u2028x";

    @Test
    void anEventIsALineWhateverANodeCallsItself() {
        List<String> lines =
                logged(() -> LOG.warn("xds.refused node={} reason=\"{}\"", FORGED, "\u001b[2J\u202e\u0085"));

        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst())
                .contains("WARN  LogLinesTest xds.refused node=edge-1\\n2026-01-01T00:00:00.000Z INFO  Keys")
                .endsWith("reason=\"�[2J�\\n\"")
                .matches(line -> line.chars().noneMatch(Character::isISOControl));
    }

    @Test
    void noLineOfAnExceptionBeginsAsAnEvent() {
        List<String> lines = logged(() -> LOG.error("exchange.failed", new IllegalStateException(FORGED)));

        assertThat(lines).hasSizeGreaterThan(3);
        assertThat(lines.getFirst()).endsWith("ERROR LogLinesTest exchange.failed");
        assertThat(lines.get(1)).startsWith("java.lang.IllegalStateException: edge-1");
        assertThat(lines.subList(2, lines.size())).allMatch(line -> line.startsWith("  | "));
    }

    @Test
    void anEndlessTextIsCut() {
        assertThat(logged(() -> LOG.warn("xds.refused node={}", "x".repeat(1_000_000)))
                        .getFirst())
                .hasSizeLessThan(10_200);
    }

    @Test
    void librariesTellOnlyWhatWentWrong() {
        Logger library = LoggerFactory.getLogger("io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils");

        assertThat(logged(() -> library.warn("The client is using an unstable version")))
                .isEmpty();
        assertThat(logged(() -> library.error("it broke"))).hasSize(1);
    }

    private static List<String> logged(Runnable event) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream capture = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setErr(capture);
            event.run();
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
