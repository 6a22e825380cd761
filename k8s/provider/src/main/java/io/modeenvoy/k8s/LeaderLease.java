package io.modeenvoy.k8s;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One leader among the replicas: who holds the Lease. A leader that cannot renew gives up before another one may take over, also while its requests hang.
 * Our own and not fabric8's elector because that one believes the clocks of other machines and can be used only once.
 */
public final class LeaderLease implements AutoCloseable {
    static final Times TIMES = new Times(Duration.ofSeconds(12), Duration.ofSeconds(8), Duration.ofSeconds(2));
    private static final Logger LOG = LoggerFactory.getLogger(LeaderLease.class);

    private final KubernetesClient client;
    private final ApiHealth health;
    private final String namespace;
    private final String name;
    private final String me;
    private final Times times;
    private final Consumer<Boolean> onLeading;
    private final LeaseClaim claim = new LeaseClaim();
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread thread = Thread.ofVirtual().name("leader-lease").unstarted(this::run);
    private volatile long renewed; // written by the thread
    private volatile boolean leading; // written by the thread

    /**
     * How long things take.
     *
     * @param duration a holder that is silent this long has lost the lease
     * @param deadline a holder that could not renew for this long leads no more; shorter
     * @param step between two looks at the lease
     */
    record Times(Duration duration, Duration deadline, Duration step) {}

    LeaderLease(
            KubernetesClient client,
            ApiHealth health,
            String namespace,
            String name,
            String me,
            Times times,
            Consumer<Boolean> onLeading) {
        this.client = client;
        this.health = health;
        this.namespace = namespace;
        this.name = name;
        this.me = me;
        this.times = times;
        this.onLeading = onLeading;
    }

    LeaderLease start() {
        thread.start();
        return this;
    }

    /** Whether this replica leads now. */
    public boolean isLeading() {
        return leading && left() > 0;
    }

    /** Nanoseconds until a leader that does not renew has to give up. */
    private long left() {
        return times.deadline.toNanos() - (System.nanoTime() - renewed);
    }

    private void run() {
        try {
            while (true) {
                step();
                Thread.sleep(pause());
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private Duration pause() {
        long jitter = ThreadLocalRandom.current().nextLong(times.step.toNanos() / 4);
        long pause = times.step.toNanos() - jitter;
        return Duration.ofNanos(leading ? Math.clamp(left(), 0, pause) : pause);
    }

    private void step() throws InterruptedException {
        String what = "Lease " + namespace + "/" + name;
        try {
            lead(isLeading());
            long asked = System.nanoTime();
            boolean mine = takeOrRenew(asked);
            health.works(what);
            renewed = mine ? asked : renewed;
            lead(mine && left() > 0);
        } catch (ApiException e) {
            if (e.isConflict()) {
                health.works(what);
                lead(false); // somebody was quicker
            } else {
                health.failed(what, e);
                lead(isLeading());
            }
        } catch (IOException e) {
            health.failed(what, e);
            lead(isLeading());
        } catch (RuntimeException e) {
            // The top of the thread: a bug of ours must not leave the replicas with two leaders or none.
            LOG.error("leader.crashed lease={}/{}", namespace, name, e);
            lead(isLeading());
        }
    }

    private boolean takeOrRenew(long now) throws IOException, InterruptedException {
        Lease lease = answer(
                () -> client.leases().inNamespace(namespace).withName(name).get());
        if (lease == null) {
            var _ = answer(() -> client.resource(written(null)).create());
            return true;
        }
        LeaseSpec spec = lease.getSpec();
        String holder = spec == null || spec.getHolderIdentity() == null ? "" : spec.getHolderIdentity();
        Integer seconds = spec == null ? null : spec.getLeaseDurationSeconds();
        Duration duration = seconds == null ? times.duration : Duration.ofSeconds(seconds);
        if (!claim.mayTake(me, holder, lease.getMetadata().getResourceVersion(), duration, now)) {
            return false;
        }
        // Refused if somebody was quicker: it carries the resourceVersion.
        var _ = answer(() -> client.resource(written(lease)).update());
        return true;
    }

    /** Waits no longer than until we would have to give up; the claim stays this thread's own. */
    private <T extends @Nullable Object> T answer(Callable<T> request) throws IOException, InterruptedException {
        Future<T> answer = requests.submit(request);
        long patience = leading ? Math.max(0, left()) : times.deadline.toNanos();
        try {
            return answer.get(patience, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no answer in time", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private static IOException failure(@Nullable Throwable cause) {
        return switch (cause) {
            case KubernetesClientException e
            when e.getCode() > 0 -> new ApiException(e.getCode(), ApiException.words(e), Duration.ZERO);
            case KubernetesClientException e -> new IOException(ApiException.words(e), e);
            case UncheckedIOException e -> new IOException(e.getMessage(), e);
            case null, default -> throw new IllegalStateException(cause);
        };
    }

    private Lease written(@Nullable Lease before) {
        ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
        LeaseSpec spec = before == null || before.getSpec() == null ? new LeaseSpec() : before.getSpec();
        boolean mine = me.equals(spec.getHolderIdentity());
        int transitions = spec.getLeaseTransitions() == null ? 0 : spec.getLeaseTransitions();
        return new LeaseBuilder(before == null ? new Lease() : before)
                .editOrNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .editOrNewSpec()
                .withHolderIdentity(me)
                .withLeaseDurationSeconds((int) times.duration.toSeconds())
                .withAcquireTime(mine && spec.getAcquireTime() != null ? spec.getAcquireTime() : now)
                .withRenewTime(now)
                .withLeaseTransitions(before == null || mine ? transitions : transitions + 1)
                .endSpec()
                .build();
    }

    private void lead(boolean now) {
        if (now != leading) {
            leading = now;
            LOG.info("leader.{} lease={}/{} identity={}", now ? "leading" : "following", namespace, name, me);
            onLeading.accept(now);
        }
    }

    /** Stops, and lets another replica lead at once. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(2));
            if (isLeading()) {
                release();
            }
        } catch (RuntimeException e) {
            LOG.debug("leader.release-failed reason=\"{}\"", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        requests.shutdownNow();
        lead(false);
    }

    private void release() {
        Lease lease = client.leases().inNamespace(namespace).withName(name).get();
        if (lease != null
                && lease.getSpec() != null
                && me.equals(lease.getSpec().getHolderIdentity())) {
            lease.getSpec().setHolderIdentity(null);
            client.resource(lease).update();
        }
    }
}
