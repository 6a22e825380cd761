package io.modeenvoy.app;

import static io.modeenvoy.app.World.EDGE;
import static io.modeenvoy.xds.translator.TypeUrls.LISTENER;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.testkit.xds.AdsClient;
import io.modeenvoy.translator.TranslatorOptions;
import io.modeenvoy.xds.server.AckBoard;
import io.modeenvoy.xds.server.SnapshotStore;
import io.modeenvoy.xds.translator.XdsOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ControlPlaneTest {
    private final BlockingQueue<Runnable> alarms = new LinkedBlockingQueue<>();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class})
    void aPassThatCrashesLeavesTheFleetWhatItHasAndIsCounted(Class<? extends Throwable> crash) throws IOException {
        try (World world = new World(directory, translation -> crashingOnPoison(translation, crash))) {
            AdsClient edge = world.proxy(EDGE).connect().awaitNames(LISTENER, "demo/edge/8080");
            Pass good = world.controlPlane.last();

            world.write("poison.yaml", Demo.gateway("poison", 9999));

            edge.await("the crash", () -> world.crashes() == 1);
            edge.barrier();
            assertThat(world.controlPlane.last()).isSameAs(good);
            assertThat(edge.names(LISTENER)).containsExactly("demo/edge/8080");

            world.delete("poison.yaml");
            world.write("edge.yaml", Demo.gateway("edge", 8090));

            edge.awaitNames(LISTENER, "demo/edge/8090");
            assertThat(world.crashes()).isEqualTo(1);
        }
    }

    @Test
    void aFirstPassThatCrashesIsNoFirstPass() throws IOException {
        BlockingQueue<Pass> passes = new LinkedBlockingQueue<>();
        try (ControlPlane controlPlane =
                controlPlane(crashingOnPoison(pipeline()::translate, IllegalStateException.class), passes)) {
            controlPlane.submit(gateways("poison"));
            assertThat(controlPlane.firstPass().toCompletableFuture()).isNotDone();

            controlPlane.submit(gateways("edge"));

            assertThat(controlPlane.firstPass().toCompletableFuture()).succeedsWithin(java.time.Duration.ofSeconds(20));
        }
    }

    @Test
    void ofViewsThatComeFasterThanTheyAreTranslatedTheNewestWins() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        BlockingQueue<Pass> passes = new LinkedBlockingQueue<>();
        Pipeline pipeline = pipeline();
        try (ControlPlane controlPlane = controlPlane(
                view -> {
                    busy.countDown();
                    await(go);
                    return pipeline.translate(view);
                },
                passes)) {
            controlPlane.submit(gateways("first"));
            busy.await();
            controlPlane.submit(gateways("second"));
            controlPlane.submit(gateways("third"));
            controlPlane.submit(gateways("newest"));
            go.countDown();

            assertThat(names(passes.take())).containsExactly("first");
            assertThat(names(passes.take())).containsExactly("newest");
            controlPlane.submit(gateways("later"));
            assertThat(names(passes.take())).containsExactly("later");
        }
    }

    @Test
    void aViewIsTranslatedOnceMoreWhenItsTimeHasCome() throws Exception {
        BlockingQueue<Pass> passes = new LinkedBlockingQueue<>();
        Pipeline pipeline = pipeline();
        try (ControlPlane controlPlane = controlPlane(view -> again(pipeline.translate(view)), passes)) {
            controlPlane.submit(gateways("old"));
            passes.take();

            alarms.take().run();

            assertThat(names(passes.take())).containsExactly("old");
        }
    }

    @Test
    void aViewThatANewerOneHasOvertakenIsNotTranslatedAgain() throws Exception {
        BlockingQueue<Pass> passes = new LinkedBlockingQueue<>();
        Pipeline pipeline = pipeline();
        try (ControlPlane controlPlane = controlPlane(view -> again(pipeline.translate(view)), passes)) {
            controlPlane.submit(gateways("old"));
            passes.take();
            controlPlane.submit(gateways("new"));
            passes.take();

            alarms.take().run();
            controlPlane.submit(gateways("later"));

            assertThat(names(passes.take())).containsExactly("later");
        }
    }

    @Test
    void aViewAfterTheEndIsDropped() throws IOException {
        BlockingQueue<Pass> passes = new LinkedBlockingQueue<>();
        ControlPlane controlPlane = controlPlane(pipeline()::translate, passes);
        controlPlane.close();

        controlPlane.submit(gateways("edge"));

        assertThat(passes).isEmpty();
        assertThat(controlPlane.last()).isNull();
    }

    private ControlPlane controlPlane(Function<ResourceView, Pass> translation, BlockingQueue<Pass> passes) {
        return new ControlPlane(
                translation,
                new Publication(new SnapshotStore(), new ProxiesFirst(new AckBoard())),
                new SimpleMeterRegistry(),
                passes::add,
                (_, work) -> alarms.add(work));
    }

    private static Pass again(Pass pass) {
        return new Pass(pass.view(), pass.translation(), pass.xds(), Duration.ofSeconds(5));
    }

    private Pipeline pipeline() throws IOException {
        return new Pipeline(
                TranslatorOptions.files(),
                XdsOptions.defaults(),
                Pepper.in(directory),
                new RetiredRules(InstantSource.system(), Duration.ofSeconds(5)));
    }

    private static Function<ResourceView, Pass> crashingOnPoison(
            Function<ResourceView, Pass> translation, Class<? extends Throwable> crash) {
        return view -> {
            if (view.get(Gateway.class, "demo", "poison") != null) {
                if (crash == StackOverflowError.class) {
                    throw new StackOverflowError();
                }
                throw new IllegalStateException("poison");
            }
            return translation.apply(view);
        };
    }

    private static ResourceView gateways(String... names) {
        return ResourceView.of(List.of(names).stream().map(Views::gateway).toList());
    }

    private static List<String> names(Pass pass) {
        return pass.view().list(Gateway.class).stream()
                .map(gateway -> gateway.getMetadata().getName())
                .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
