package io.modeenvoy.webhook;

import io.modeenvoy.k8s.WebhookTrust;
import io.modeenvoy.k8s.certificates.SecretStore;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps our certificates: every replica shows what the Secret holds, the one that leads replaces it in time and tells the API server whom to believe.
 * While the API server is away all stays as it is.
 */
public final class CertificateKeeper implements AutoCloseable {
    /** How often a replica looks. */
    public static final Duration STEP = Duration.ofSeconds(10);

    /** The Secret that all replicas share. */
    public static final String SECRET = "modeenvoy-webhook";

    private static final Logger LOG = LoggerFactory.getLogger(CertificateKeeper.class);

    private final SecretStore secrets;
    private final WebhookTrust trust;
    private final Rotation rotation;
    private final InstantSource clock;
    private final ServedCertificate served = new ServedCertificate();
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private boolean missing; // owned by the thread
    private volatile boolean leading;
    private volatile WebhookCertificates current; // written by the thread

    private CertificateKeeper(
            SecretStore secrets,
            WebhookTrust trust,
            Rotation rotation,
            InstantSource clock,
            Duration step,
            WebhookCertificates current) {
        this.secrets = secrets;
        this.trust = trust;
        this.rotation = rotation;
        this.clock = clock;
        this.current = current;
        this.thread = Thread.ofVirtual().name("webhook-certificates").unstarted(() -> run(step));
        served.show(current.server());
    }

    /** Reads the certificates, or makes the first ones, and keeps them from now on; of replicas that make them at once one wins. */
    public static CertificateKeeper start(
            SecretStore secrets, WebhookTrust trust, Rotation rotation, InstantSource clock, Duration step)
            throws IOException {
        CertificateKeeper keeper =
                new CertificateKeeper(secrets, trust, rotation, clock, step, first(secrets, rotation, clock));
        keeper.thread.start();
        return keeper;
    }

    private static WebhookCertificates first(SecretStore secrets, Rotation rotation, InstantSource clock)
            throws IOException {
        SecretStore.Kept kept = secrets.read(SECRET);
        WebhookCertificates there = kept == null ? null : parsed(kept);
        if (there != null) {
            return there;
        }
        WebhookCertificates fresh = rotation.fresh(clock.instant());
        if (secrets.replace(SECRET, kept, fresh.entries())) {
            return fresh;
        }
        SecretStore.Kept others = secrets.read(SECRET);
        WebhookCertificates theirs = others == null ? null : parsed(others);
        if (theirs == null) {
            throw new IOException("the Secret of the webhook's certificates changed while it was read (expected: "
                    + "certificates that another replica made)");
        }
        return theirs;
    }

    /** Shows the newest certificate in each handshake. */
    public SSLContext context() {
        return served.context();
    }

    /** Whether this replica writes. */
    public void lead(boolean leads) {
        leading = leads;
        wake.release();
    }

    /** When what we show ends, in seconds of the epoch. */
    public long endsAt() {
        return current.server().certificate().getNotAfter().toInstant().getEpochSecond();
    }

    private void run(Duration step) {
        try {
            while (true) {
                round();
                if (wake.tryAcquire(step.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void round() throws InterruptedException {
        try {
            SecretStore.Kept kept = secrets.read(SECRET);
            WebhookCertificates there = kept == null ? null : parsed(kept);
            if (there != null) {
                show(there);
            }
            if (leading) {
                keep(kept, there);
            }
        } catch (IOException e) {
            LOG.warn("webhook.certificates-not-kept reason=\"{}\"", e.getMessage());
        } catch (RuntimeException e) {
            // The top of the thread: a bug of ours must not let the certificates end.
            LOG.error("webhook.certificates-crashed", e);
        }
    }

    /** A Secret that was deleted or spoilt is written again as we know it. */
    private void keep(SecretStore.@Nullable Kept kept, @Nullable WebhookCertificates there)
            throws IOException, InterruptedException {
        WebhookCertificates have = there == null ? current : there;
        boolean believed = trust.give(have.bundle());
        tell(believed);
        WebhookCertificates next = rotation.next(have, clock.instant(), believed);
        if (next.equals(there) || !secrets.replace(SECRET, kept, next.entries())) {
            return;
        }
        LOG.info(
                "webhook.certificates authorities={} ends={}",
                next.authorities().size(),
                next.server().certificate().getNotAfter().toInstant());
        trust.give(next.bundle());
        show(next);
    }

    /** Once each: nothing else shows that pods get no proxies because nobody asks us. */
    private void tell(boolean believed) {
        if (believed == missing) {
            missing = !believed;
            if (missing) {
                LOG.warn(
                        "webhook.configuration-missing configuration=\"{}\": the API server asks nobody, and pods get no proxy (expected: a"
                                + " MutatingWebhookConfiguration of that name; --webhook-configuration gives another)",
                        trust.configuration());
            } else {
                LOG.info("webhook.configuration-found configuration=\"{}\"", trust.configuration());
            }
        }
    }

    private void show(WebhookCertificates certificates) {
        current = certificates;
        served.show(certificates.server());
    }

    private static @Nullable WebhookCertificates parsed(SecretStore.Kept kept) {
        try {
            return WebhookCertificates.parse(kept.entries());
        } catch (GeneralSecurityException e) {
            LOG.warn("webhook.certificates-spoilt reason=\"{}\"", e.getMessage());
            return null;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
