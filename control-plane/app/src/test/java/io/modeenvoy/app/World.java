package io.modeenvoy.app;

import io.grpc.ManagedChannel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.file.FileProvider;
import io.modeenvoy.file.FileWatch;
import io.modeenvoy.ir.Diagnostic.ConditionType;
import io.modeenvoy.policy.Names;
import io.modeenvoy.policy.wire.PolicyTypes;
import io.modeenvoy.service.GrpcAddress;
import io.modeenvoy.service.PlainText;
import io.modeenvoy.testkit.xds.AdsClient;
import io.modeenvoy.translator.TranslatorOptions;
import io.modeenvoy.xds.server.XdsServerOptions;
import io.modeenvoy.xds.translator.XdsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A control plane on a Unix socket, fed by a directory that it watches as the program does, and its clients. */
final class World implements AutoCloseable {
    static final String EDGE = "gateway/demo/edge";
    static final String INNER = "gateway/demo/inner";

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final ControlPlane controlPlane;
    final XdsEndpoint xds;
    final Pepper pepper;

    private final Path resources;
    private final FileWatch watch;
    private final ManagedChannel channel;
    private final List<AdsClient> clients = new ArrayList<>();

    World(Path directory) throws IOException {
        this(directory, UnaryOperator.identity());
    }

    World(Path directory, UnaryOperator<Function<ResourceView, Pass>> translation) throws IOException {
        resources = Files.createDirectories(directory.resolve("resources"));
        pepper = Pepper.in(directory);
        xds = XdsEndpoint.listen(
                List.of(new GrpcAddress.UnixSocket(directory.resolve("ads"))),
                PlainText.LOOPBACK_ONLY,
                new ServerMetrics(metrics),
                XdsServerOptions.defaults().withGrace(Duration.ofMillis(20)));
        channel = xds.addresses().getFirst().channel();
        Pipeline pipeline = new Pipeline(
                TranslatorOptions.files(),
                XdsOptions.defaults(),
                pepper,
                new RetiredRules(InstantSource.system(), Duration.ofSeconds(5)));
        controlPlane = new ControlPlane(
                translation.apply(pipeline::translate),
                new Publication(xds.store(), new ProxiesFirst(xds.acks())),
                metrics,
                pass -> {},
                ControlPlane::after);
        Demo.FILES.forEach(this::write);
        watch = FileProvider.watch(resources, loaded -> controlPlane.submit(loaded.view()));
    }

    AdsClient proxy(String group) {
        return kept(AdsClient.proxy(channel, "envoy-" + clients.size(), group));
    }

    AdsClient services() {
        return kept(AdsClient.of(channel, "services-" + clients.size(), Names.SERVICES_GROUP, PolicyTypes.ALL));
    }

    void write(String file, String text) {
        try {
            Path beside = resources.resolveSibling(file + ".new");
            Files.writeString(beside, text);
            Files.move(beside, resources.resolve(file), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    void replace(String file, String before, String after) throws IOException {
        String text = Files.readString(resources.resolve(file));
        if (!text.contains(before)) {
            throw new IllegalArgumentException(file + ": no " + before);
        }
        write(file, text.replace(before, after));
    }

    void delete(String file) throws IOException {
        Files.delete(resources.resolve(file));
    }

    ConditionView condition(String kind, String name, ConditionType type) {
        return find(kind, name, type)
                .orElseThrow(() -> new AssertionError(kind + " " + name + ": has no " + type.label()));
    }

    Optional<ConditionView> find(String kind, String name, ConditionType type) {
        return new StatusBoard(xds)
                .status(controlPlane.last()).objects().stream()
                        .filter(object ->
                                object.kind().equals(kind) && object.name().equals(name))
                        .flatMap(object -> object.conditions().stream())
                        .filter(condition -> condition.type().equals(type.label()))
                        .findFirst();
    }

    double crashes() {
        return metrics.counter("modeenvoy.translation.crashes").count();
    }

    private AdsClient kept(AdsClient client) {
        clients.add(client);
        return client;
    }

    @Override
    public void close() {
        watch.close();
        clients.forEach(AdsClient::close);
        channel.shutdownNow();
        controlPlane.close();
        xds.close();
    }
}
