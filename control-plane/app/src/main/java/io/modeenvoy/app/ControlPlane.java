package io.modeenvoy.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.translator.ResourceTranslator;
import io.modeenvoy.translator.Translation;
import io.modeenvoy.translator.TranslatorOptions;
import io.modeenvoy.xds.server.SnapshotStore;
import io.modeenvoy.xds.translator.XdsOptions;
import io.modeenvoy.xds.translator.XdsTranslation;
import io.modeenvoy.xds.translator.XdsTranslator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns each view into what the store serves, on one thread; of views that come faster than they are translated the newest counts. */
public final class ControlPlane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);

    private final TranslatorOptions translatorOptions;
    private final XdsTranslator xdsTranslator;
    private final List<Ir.PolicyNode> secrets;
    private final Publication publication;
    private final MeterRegistry metrics;
    private final Consumer<Pass> afterPass;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("translator").daemon().factory());
    private final AtomicReference<@Nullable ResourceView> waiting = new AtomicReference<>();
    private final CompletableFuture<Void> firstPass = new CompletableFuture<>();
    private io.modeenvoy.translator.Memo memo = io.modeenvoy.translator.Memo.empty(); // translator thread
    private io.modeenvoy.xds.translator.Memo xdsMemo = io.modeenvoy.xds.translator.Memo.empty(); // translator thread
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
            SnapshotStore store,
            MeterRegistry metrics,
            Consumer<Pass> afterPass) {
        this.translatorOptions = translatorOptions;
        this.xdsTranslator = new XdsTranslator(xdsOptions);
        this.secrets = List.of(
                new Ir.PolicyNode(new ObjectRef("Secret", "", pepper.secret().resourceName()), pepper.secret()));
        this.publication = new Publication(store);
        this.metrics = metrics;
        this.afterPass = afterPass;
    }

    /** Takes a view; returns at once. */
    public void submit(ResourceView view) {
        if (waiting.getAndSet(view) == null) {
            thread.execute(this::pass);
        }
    }

    /** The last pass that succeeded. */
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
        Timer.Sample timer = Timer.start(metrics);
        try {
            Pass pass = translate(view);
            publication.publish(pass.xds().groups());
            last = pass;
            timer.stop(metrics.timer("modeenvoy.translation.duration"));
            firstPass.complete(null);
            afterPass.accept(pass);
        } catch (RuntimeException e) {
            // The top of the thread: a bug of ours must not take away what the fleet already has.
            metrics.counter("modeenvoy.translation.crashes").increment();
            LOG.error(
                    "translation.crashed revision={} reason=\"{}\": the last good state stays",
                    view.revision(),
                    e.toString(),
                    e);
        }
    }

    private Pass translate(ResourceView view) {
        Translation translation = ResourceTranslator.translate(view, translatorOptions, memo);
        XdsTranslation xds = xdsTranslator.translate(withSecrets(translation.ir()), xdsMemo);
        memo = translation.memo();
        xdsMemo = xds.memo();
        return new Pass(view, translation, xds);
    }

    private Ir withSecrets(Ir ir) {
        List<Ir.PolicyNode> policies = new ArrayList<>(ir.policies());
        policies.addAll(secrets);
        return new Ir(ir.gateways(), ir.clusters(), ir.endpoints(), ir.secrets(), policies);
    }
}
