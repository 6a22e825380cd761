package io.modeenvoy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.testkit.edge.Site;
import io.modeenvoy.testkit.edge.Trial;
import io.modeenvoy.testkit.edge.WireCall;
import io.modeenvoy.testkit.edge.WireCalls;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever the framing of a call, its upstream gets exactly the body that was judged, once, and the next call on the connection is well. */
final class FramingIT {
    private static final int CALLS = 120;

    private final int port = Program.freePort();

    @Test
    void sendsExactlyTheJudgedBodyUpstream() {
        try (Site site = new Site();
                Workspace workspace = Workspace.empty()) {
            workspace.write("site.yaml", site.resources(port));
            String key = workspace.key("app-1");
            try (Gateway gateway = Gateway.run(workspace);
                    Trial trial = new Trial(site, port, key)) {
                assertThat(problems(trial, new WireCalls(1, key))).isEmpty();
                assertThat(site.strays()).isEmpty();
                assertThat(gateway.program().errors()).doesNotContain("exchange.failed");
            }
        }
    }

    private static List<String> problems(Trial trial, WireCalls calls) {
        return IntStream.range(0, CALLS)
                .boxed()
                .flatMap(index -> problems(trial, calls.framed(index), calls.next(index)))
                .toList();
    }

    private static Stream<String> problems(Trial trial, WireCall call, WireCall next) {
        return trial.run(call, next).problems().stream().map(problem -> call + ": " + problem);
    }
}
