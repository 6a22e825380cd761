package io.modeenvoy.k8s;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One leader among the replicas: who holds the Lease. A leader that cannot renew gives up before another one may take over. Our own and not
 * fabric8's elector because that one believes the clocks of other machines and can be used only once.
 */
public final class LeaderLease implements AutoCloseable {
    /** A holder that is silent this long has lost the lease. */
    static final Duration DURATION = Duration.ofSeconds(12);
    /** A holder that could not renew for this long leads no more. */
    static final Duration DEADLINE = Duration.ofSeconds(8);

    private static final Duration STEP = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(LeaderLease.class);

    private final KubernetesClient client;
    private final String namespace;
    private final String name;
    private final String me;
    private final Consumer<Boolean> onLeading;
    private final LeaseClaim claim = new LeaseClaim();
    private final Thread thread = Thread.ofVirtual().name("leader-lease").unstarted(this::run);
    private volatile long renewed; // written by the thread
    private volatile boolean leading; // written by the thread

    LeaderLease(KubernetesClient client, String namespace, String name, String me, Consumer<Boolean> onLeading) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
        this.me = me;
        this.onLeading = onLeading;
    }

    LeaderLease start() {
        thread.start();
        return this;
    }

    /** Whether this replica leads now. */
    public boolean isLeading() {
        return leading && System.nanoTime() - renewed < DEADLINE.toNanos();
    }

    private void run() {
        try {
            while (true) {
                step();
                long jitter = ThreadLocalRandom.current().nextLong(STEP.toMillis() / 4);
                Thread.sleep(STEP.minusMillis(jitter));
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void step() {
        long asked = System.nanoTime();
        try {
            if (takeOrRenew(asked)) {
                renewed = asked;
                lead(true);
            } else {
                lead(false);
            }
        } catch (KubernetesClientException e) {
            LOG.debug("leader.lease-failed reason=\"{}\"", e.getMessage());
            lead(leading && e.getCode() != 409 && isLeading());
        }
    }

    private boolean takeOrRenew(long now) {
        Lease lease = client.leases().inNamespace(namespace).withName(name).get();
        if (lease == null) {
            client.resource(written(null)).create();
            return true;
        }
        LeaseSpec spec = lease.getSpec();
        String holder = spec == null || spec.getHolderIdentity() == null ? "" : spec.getHolderIdentity();
        Integer seconds = spec == null ? null : spec.getLeaseDurationSeconds();
        Duration duration = seconds == null ? DURATION : Duration.ofSeconds(seconds);
        if (!claim.mayTake(me, holder, lease.getMetadata().getResourceVersion(), duration, now)) {
            return false;
        }
        client.resource(written(lease)).update(); // refused if somebody was quicker: it carries the resourceVersion
        return true;
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
                .withLeaseDurationSeconds((int) DURATION.toSeconds())
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
        } catch (KubernetesClientException e) {
            LOG.debug("leader.release-failed reason=\"{}\"", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
