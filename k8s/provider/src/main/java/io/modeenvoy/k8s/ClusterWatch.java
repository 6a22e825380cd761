package io.modeenvoy.k8s;

import io.modeenvoy.crd.Kinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Follows every kind of object we read; one virtual thread each, and one that puts it together. */
public final class ClusterWatch implements AutoCloseable {
    /** On a watch that has nothing to tell comes a bookmark about every minute. */
    static final Duration SILENCE = Duration.ofSeconds(90);

    private static final Duration END = Duration.ofSeconds(1);
    private static final int QUEUE = 1024;
    /** Secrets that cannot be ours, of which clusters have many and large ones. */
    private static final String USEFUL_SECRETS =
            "type!=helm.sh/release.v1,type!=kubernetes.io/service-account-token,type!=bootstrap.kubernetes.io/token";

    private final Watchdog watchdog;
    private final List<Thread> threads = new ArrayList<>();

    private ClusterWatch(Duration silence) {
        watchdog = new Watchdog(silence);
    }

    static ClusterWatch start(
            ApiServer api,
            ApiHealth health,
            ObservedObjects observed,
            Consumer<ClusterState> onState,
            Consumer<ObjectKey> onStatus,
            Duration silence) {
        ClusterWatch watch = new ClusterWatch(silence);
        BlockingQueue<Change> changes = new LinkedBlockingQueue<>(QUEUE);
        List<Kinds.Kind<?>> kinds = Kinds.all();
        watch.start("cluster-view", new Gathering(kinds, changes, observed, onState, onStatus));
        for (Kinds.Kind<?> kind : kinds) {
            String selector = kind.kind().equals("Secret") ? "fieldSelector=" + ApiServer.encoded(USEFUL_SECRETS) : "";
            watch.start("watch-" + kind.plural(), new KindWatch(kind, selector, api, watch.watchdog, health, changes));
        }
        return watch;
    }

    private void start(String name, Runnable work) {
        threads.add(Thread.ofVirtual().name(name).start(work));
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        watchdog.close();
        try {
            for (Thread thread : threads) {
                thread.join(END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
