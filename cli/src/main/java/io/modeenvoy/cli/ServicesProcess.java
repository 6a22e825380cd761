package io.modeenvoy.cli;

import io.modeenvoy.ledger.Journal;
import io.modeenvoy.ledger.Ledger;
import io.modeenvoy.ledger.MemoryLedger;
import io.modeenvoy.ledger.RemoteLedger;
import io.modeenvoy.proc.ProcOptions;
import io.modeenvoy.service.AdminServer;
import io.modeenvoy.service.GrpcAddress;
import io.modeenvoy.service.Metrics;
import io.modeenvoy.service.PlainText;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** A process of services, from its start to the signal that ends it. */
record ServicesProcess(CommandSpec spec, ServicesOptions options) {
    int run(List<ServiceSet.Service> chosen) {
        GrpcAddress controlPlane = Addresses.parse(spec, "--server", options.server);
        options.tls.check(spec, controlPlane);
        return UntilStopped.run(stop -> {
            try (Parts parts = new Parts()) {
                start(parts, controlPlane, chosen);
                stop.await();
                return ExitCode.GOOD;
            } catch (IOException e) {
                throw new CannotException(String.valueOf(e.getMessage()), e);
            }
        });
    }

    private void start(Parts parts, GrpcAddress controlPlane, List<ServiceSet.Service> chosen) throws IOException {
        PlainText plainText = options.plainTextAnywhere ? PlainText.ANYWHERE : PlainText.LOOPBACK_ONLY;
        java.nio.file.Files.createDirectories(options.sockets);
        Metrics metrics = parts.add(new Metrics());
        Ledger ledger = ledger(parts, plainText, chosen);
        ProcOptions limits = options.maxBodyBytes == null
                ? ProcOptions.defaults()
                : ProcOptions.defaults().withMaxBodyBytes(options.maxBodyBytes);
        ServiceSet services = parts.add(new ServiceSet(
                options.tls.channel(spec, controlPlane, plainText, parts, metrics.registry()),
                new SocketFolder(options.sockets).services(chosen),
                plainText,
                ledger,
                metrics,
                limits));
        AdminServer admin = parts.add(AdminServer.start(
                "127.0.0.1",
                options.adminPort,
                metrics,
                () -> services.firstSync().toCompletableFuture().isDone()));
        AdminPages.budgets(admin, ledger);
        var _ = services.firstSync()
                .thenRun(() -> spec.commandLine()
                        .getOut()
                        .println("ready " + options.sockets + " admin http://127.0.0.1:" + admin.port()));
    }

    private Ledger ledger(Parts parts, PlainText plainText, List<ServiceSet.Service> chosen) {
        if (chosen.equals(List.of(ServiceSet.Service.EXT_AUTHZ))) {
            return new MemoryLedger(InstantSource.system(), Journal.none()); // it asks no budget
        } else if (options.ledgerAddress == null) {
            return parts.add(LocalLedger.open(new StateDirectory(options.state).prepare()))
                    .ledger();
        }
        var channel = Addresses.parse(spec, "--ledger", options.ledgerAddress).channel(plainText);
        parts.add(channel::shutdownNow);
        return new RemoteLedger(channel);
    }
}
