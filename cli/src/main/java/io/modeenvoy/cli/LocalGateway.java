package io.modeenvoy.cli;

import io.modeenvoy.app.ConfigDump;
import io.modeenvoy.app.ControlPlane;
import io.modeenvoy.app.Pass;
import io.modeenvoy.app.ServerMetrics;
import io.modeenvoy.app.StatusBoard;
import io.modeenvoy.app.XdsEndpoint;
import io.modeenvoy.bootstrap.Address;
import io.modeenvoy.bootstrap.Bootstrap;
import io.modeenvoy.bootstrap.EnvoyAdmin;
import io.modeenvoy.bootstrap.EnvoyBinary;
import io.modeenvoy.bootstrap.EnvoyProcess;
import io.modeenvoy.bootstrap.Role;
import io.modeenvoy.crd.ResourceView;
import io.modeenvoy.file.FileProvider;
import io.modeenvoy.file.Loaded;
import io.modeenvoy.proc.ProcOptions;
import io.modeenvoy.service.AdminServer;
import io.modeenvoy.service.GrpcAddress;
import io.modeenvoy.service.Health;
import io.modeenvoy.service.HttpGuard;
import io.modeenvoy.service.Metrics;
import io.modeenvoy.service.PlainText;
import io.modeenvoy.simulator.ModelSimulator;
import io.modeenvoy.simulator.SimulatorOptions;
import io.modeenvoy.translator.ProviderRules;
import io.modeenvoy.translator.TranslatorOptions;
import io.modeenvoy.xds.translator.XdsOptions;
import io.modeenvoy.xds.translator.XdsTranslator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Control plane, services and one Envoy in and beside this process. Closing it drains Envoy first and leaves nothing behind. */
final class LocalGateway implements AutoCloseable {
    private final Parts parts;
    private final RunOptions options;
    private final PrintWriter err;
    private final ControlPlane controlPlane;
    private final ServiceSet services;
    private final EnvoyProcess envoy;

    private LocalGateway(Parts parts, RunOptions options, PrintWriter err, Runnable ended) throws IOException {
        this.parts = parts;
        this.options = options;
        this.err = err;
        EnvoyBinary binary = EnvoyBinary.find(options.envoy)
                .orElseThrow(
                        () -> new CannotException("no Envoy found; run bin/install-envoy, or name one with --envoy"));
        StateDirectory state =
                StateDirectory.of(options.state, options.directory).prepare();
        SocketFolder sockets = parts.add(SocketFolder.temporary());
        Metrics metrics = parts.add(new Metrics());
        if (options.simulator) {
            parts.add(ModelSimulator.start(SimulatorOptions.DEFAULT.withPort(options.simulatorPort)));
        }
        LocalLedger ledger = parts.add(LocalLedger.open(state, metrics.registry()));
        XdsEndpoint xds = parts.add(XdsEndpoint.listen(
                List.of(sockets.ads()), PlainText.LOOPBACK_ONLY, new ServerMetrics(metrics.registry())));
        controlPlane = controlPlane(state, metrics, xds);
        services = parts.add(new ServiceSet(
                sockets.ads().channel(),
                sockets.services(List.of(ServiceSet.Service.values())),
                PlainText.LOOPBACK_ONLY,
                ledger.ledger(),
                null,
                null,
                metrics,
                ProcOptions.defaults()));
        Address envoyAdmin = sockets.envoyAdmin();
        envoy = parts.add(EnvoyProcess.start(
                EnvoyProcess.Options.of(binary.path(), sockets.path())
                        .withLog(state.envoyLog())
                        .withConcurrency(options.concurrency),
                bootstrap(sockets).withAdmin(envoyAdmin)));
        parts.add(new EnvoyDrain(envoyAdmin));
        var _ = envoy.exit().thenRun(ended);
        admin(xds, metrics, ledger, envoyAdmin);
        if (options.csds != null) {
            xds.serveClientStatus(GrpcAddress.parse(options.csds));
        }
    }

    private void admin(XdsEndpoint xds, Metrics metrics, LocalLedger ledger, Address envoyAdmin) throws IOException {
        Health health = envoy::isAlive;
        AdminServer admin = parts.add(AdminServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), options.adminPort),
                HttpGuard.reading(List.of()),
                null,
                metrics,
                health.warning(ledger::warnings)));
        StatusBoard board = new StatusBoard(xds);
        board.measure(metrics.registry());
        AdminPages.status(admin, () -> board.status(controlPlane.last()));
        AdminPages.dump(admin, new ConfigDump(xds));
        AdminPages.budgets(admin, ledger.ledger());
        AdminPages.envoy(admin, new EnvoyAdmin(envoyAdmin));
    }

    private ControlPlane controlPlane(StateDirectory state, Metrics metrics, XdsEndpoint xds) {
        ProblemPrinter problems = new ProblemPrinter(err);
        ControlPlane started = parts.add(new ControlPlane(
                TranslatorOptions.files().withProviders(options.providers.rules(ProviderRules.ANYWHERE)),
                XdsOptions.defaults()
                        .withListenAddress(options.bind)
                        .withAccessLog(new XdsOptions.AccessLog.File(
                                state.accessLog().toAbsolutePath().toString())),
                state.pepper(),
                xds,
                metrics.registry(),
                problems::translation));
        PortOverride override = options.port == null ? null : new PortOverride(options.port);
        parts.add(FileProvider.watch(
                options.directory, state.lastGood(), loaded -> loaded(loaded, started, override, problems)));
        return started;
    }

    /** Starts everything; {@code ended} is called when Envoy ends. */
    static LocalGateway start(RunOptions options, PrintWriter err, Runnable ended) {
        if (!java.nio.file.Files.isDirectory(options.directory)) {
            throw new CannotException(options.directory + ": no such directory");
        }
        Parts parts = new Parts();
        try {
            return new LocalGateway(parts, options, err, ended);
        } catch (IOException | UncheckedIOException e) {
            parts.close();
            throw new CannotException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static Bootstrap bootstrap(SocketFolder sockets) {
        Bootstrap bootstrap = Bootstrap.of(
                Role.EDGE, "envoy-" + ProcessHandle.current().pid(), XdsTranslator.ALL_GROUP, sockets.adsUpstream());
        for (var upstream : sockets.upstreams().entrySet()) {
            bootstrap = bootstrap.withUpstream(upstream.getKey(), upstream.getValue());
        }
        return bootstrap;
    }

    private void loaded(
            Loaded loaded, ControlPlane translator, @Nullable PortOverride override, ProblemPrinter problems) {
        problems.files(loaded);
        ResourceView view = loaded.view();
        try {
            translator.submit(override == null ? view : override.apply(view));
        } catch (CannotException e) {
            err.println(e.getMessage());
        }
    }

    /** Returns when a request can be answered. */
    void awaitReady() {
        Readiness.await(envoy, services, controlPlane, options.bind);
    }

    /** Where the first HTTP listener answers. */
    String url() {
        Pass pass = controlPlane.last();
        return Readiness.url(pass, options.bind);
    }

    /** Whether Envoy has ended by itself. */
    boolean envoyEnded() {
        return !envoy.isAlive();
    }

    @Override
    public void close() {
        parts.close();
    }
}
