package io.modeenvoy.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.modeenvoy.crd.Kinds;
import io.modeenvoy.k8s.FakeApiServer.Answer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class KindWatchTest {
    private static final Kinds.Kind<?> CONFIG_MAP = Kinds.all().stream()
            .filter(kind -> kind.kind().equals("ConfigMap"))
            .findFirst()
            .orElseThrow();

    private final AtomicInteger lists = new AtomicInteger();
    private final AtomicInteger watches = new AtomicInteger();
    private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>();

    @Test
    void aKindThatMayBeListedAndNotWatchedIsSaidOnceAndListedRarely() throws InterruptedException {
        try (Log log = new Log();
                FakeApiServer server = new FakeApiServer(this::answer);
                Watchdog watchdog = new Watchdog(Duration.ofMinutes(1))) {
            Thread thread = Thread.ofVirtual()
                    .start(new KindWatch(CONFIG_MAP, "", server.api(), watchdog, new ApiHealth(), changes));

            Eventually.holds("it asks again", () -> watches.get() == 5);

            assertThat(lists).hasValue(1);
            assertThat(log.lines("kubernetes.refused")).hasSize(1);
            Eventually.holds("the right came", () -> watches.get() == 6);
            thread.interrupt();
            thread.join();
        }
    }

    private Answer answer(String method, String path, String body) {
        if (path.contains("watch=true")) {
            return watches.incrementAndGet() > 5
                    ? Answer.watch()
                    : Answer.refused(403, "configmaps is forbidden: cannot watch");
        }
        lists.incrementAndGet();
        return Answer.ok(
                "{\"kind\":\"ConfigMapList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[]}");
    }
}
