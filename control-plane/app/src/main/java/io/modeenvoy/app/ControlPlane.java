package io.modeenvoy.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.translator.TranslatorOptions;
import io.modeenvoy.xds.translator.XdsOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns each view into what the store serves, on one thread; of views that come faster than they are translated the newest counts. */
public final class ControlPlane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);

    private final Function<ResourceView, Pass> translation; // called on the translator thread
    private final Publication publication;
    private final Timer duration;
    private final Counter crashes;
    private final Consumer<Pass> afterPass;
    private final BiConsumer<Duration, Runnable> alarm;
    private final ExecutorService thread = translator();
    private final AtomicReference<@Nullable ResourceView> waiting = new AtomicReference<>();
    private final CompletableFuture<Void> firstPass = new CompletableFuture<>();
    private volatile @Nullable Pass last; // written by the translator thread

    /**
     * A control plane that has seen nothing yet.
     *
     * @param pepper delivered to the services with their policies
     * @param afterPass called on the translator thread after each pass that succeeded
     */
    public ControlPlane(
            TranslatorOptions translatorOptions,
            XdsOptions xdsOptions,
            Pepper pepper,
            XdsEndpoint xds,
            MeterRegistry metrics,
            Consumer<Pass> afterPass) {
        this(
                new Pipeline(translatorOptions, xdsOptions, pepper)::translate,
                new Publication(xds.store(), xds.acks()),
                metrics,
                afterPass,
                ControlPlane::after);
    }

    /** With an {@code alarm} that runs something after a while, on whatever thread. */
    ControlPlane(
            Function<ResourceView, Pass> translation,
            Publication publication,
            MeterRegistry metrics,
            Consumer<Pass> afterPass,
            BiConsumer<Duration, Runnable> alarm) {
        this.translation = translation;
        this.publication = publication;
        this.duration = metrics.timer("modeenvoy.translation.duration");
        this.crashes = metrics.counter("modeenvoy.translation.crashes");
        this.afterPass = afterPass;
        this.alarm = alarm;
    }

    /** Takes a view; returns at once. */
    public void submit(ResourceView view) {
        if (waiting.getAndSet(view) == null) {
            thread.execute(this::pass);
        }
    }

    /** The last pass that was translated. */
    public @Nullable Pass last() {
        return last;
    }

    /** Done when the first view has been published. */
    public CompletionStage<Void> firstPass() {
        return firstPass.minimalCompletionStage();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void pass() {
        ResourceView view = waiting.getAndSet(null);
        if (view == null) {
            return;
        }
        Timer.Sample timer = Timer.start();
        try {
            Pass pass = translation.apply(view);
            last = pass; // first: whoever has what is published finds its pass here
            publication.publish(pass.xds().groups());
            timer.stop(duration);
            firstPass.complete(null);
            afterPass.accept(pass);
            passAgainLater(pass);
        } catch (RuntimeException | Error e) {
            // The top of the thread: a bug of ours, be it a recursion without end, must not take away what the fleet
            // already has.
            crashes.increment();
            LOG.error(
                    "translation.crashed revision={} reason=\"{}\": the last good state stays",
                    view.revision(),
                    e.toString(),
                    e);
        }
    }

    private void passAgainLater(Pass pass) {
        Duration wait = pass.again();
        if (wait != null) {
            alarm.accept(wait, () -> thread.execute(() -> passAgain(pass)));
        }
    }

    /** The same view once more, unless a newer one has come: an old view would bring back what has been revoked since. */
    @SuppressWarnings("ReferenceEquality") // this very pass, not one that came out the same
    private void passAgain(Pass pass) {
        if (last == pass && waiting.compareAndSet(null, pass.view())) {
            pass();
        }
    }

    static void after(Duration wait, Runnable work) {
        CompletableFuture.delayedExecutor(wait.toMillis() + 1, TimeUnit.MILLISECONDS)
                .execute(work);
    }

    /** One thread; what is submitted after the end is dropped. */
    private static ExecutorService translator() {
        return new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("translator").daemon().factory(),
                new ThreadPoolExecutor.DiscardPolicy());
    }
}
