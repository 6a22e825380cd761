package io.modeenvoy.cli;

import io.grpc.ManagedChannel;
import io.modeenvoy.app.grants.GrantBook;
import io.modeenvoy.app.grants.GrantedIdentities;
import io.modeenvoy.app.grants.GrantsFile;
import io.modeenvoy.ledger.Journal;
import io.modeenvoy.ledger.Ledger;
import io.modeenvoy.ledger.MemoryLedger;
import io.modeenvoy.ledger.RemoteLedger;
import io.modeenvoy.service.AdminServer;
import io.modeenvoy.service.GrpcAddress;
import io.modeenvoy.service.Health;
import io.modeenvoy.service.Metrics;
import io.modeenvoy.service.PlainText;
import io.modeenvoy.service.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** A process of services, from its start to the signal that ends it. */
record ServicesProcess(CommandSpec spec, ServicesOptions options) {
    int run(List<ServiceSet.Service> chosen) {
        GrpcAddress controlPlane = Addresses.parse(spec, "--server", options.server);
        options.tls.check(spec, controlPlane);
        options.admin.check(spec);
        checkLedger(chosen);
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
        Tls tls = options.tls.open(spec, parts, metrics.registry());
        Budgets budgets = budgets(parts, tls, plainText, chosen, metrics);
        ServiceSet services = parts.add(new ServiceSet(
                options.tls.channel(controlPlane, tls, plainText),
                new SocketFolder(options.sockets).services(chosen),
                plainText,
                budgets.ledger(),
                options.ledgerListen == null
                        ? null
                        : new LedgerDoor(
                                Addresses.parse(spec, "--ledger-listen", options.ledgerListen), tls, plainText),
                proxyDoor(parts, tls, plainText, metrics),
                metrics,
                options.limits()));
        Health health = () -> services.firstSync().toCompletableFuture().isDone();
        AdminServer admin = options.admin.open(parts, options.adminPort, metrics, health.warning(budgets.warnings()));
        AdminPages.budgets(admin, budgets.ledger());
        var _ = services.firstSync()
                .thenRun(() -> spec.commandLine()
                        .getOut()
                        .println("ready " + options.sockets + " admin " + options.admin.url(admin)));
    }

    private @Nullable ProxyDoor proxyDoor(Parts parts, @Nullable Tls tls, PlainText plainText, Metrics metrics)
            throws IOException {
        Path grants = options.proxiesGrants;
        if (grants != null && (options.proxiesListen == null || tls == null)) {
            throw FileFlags.wrong(
                    spec,
                    "--proxies-grants: nobody shows a certificate (expected: with --proxies-listen and --ads-tls-…)");
        } else if (options.proxiesListen == null) {
            return null;
        }
        Supplier<GrantBook> book = grants == null ? GrantBook::byConvention : parts.add(GrantsFile.open(grants));
        return new ProxyDoor(
                Addresses.parse(spec, "--proxies-listen", options.proxiesListen),
                tls,
                plainText,
                new CertifiedProxies(new GrantedIdentities(book), metrics.registry()));
    }

    private void checkLedger(List<ServiceSet.Service> chosen) {
        if (options.ledgerListen == null) {
            return;
        }
        if (options.ledgerAddress != null) {
            throw FileFlags.wrong(
                    spec, "--ledger-listen, --ledger: both are given (expected: budgets of this process or another's)");
        } else if (!chosen.contains(ServiceSet.Service.EXT_RATELIMIT)) {
            throw FileFlags.wrong(
                    spec, "--ledger-listen: without ext-ratelimit (expected: with ext-ratelimit or services)");
        }
    }

    /** Where budgets are counted, and what an operator must see to there. */
    private record Budgets(Ledger ledger, Supplier<List<String>> warnings) {}

    private Budgets budgets(
            Parts parts, @Nullable Tls tls, PlainText plainText, List<ServiceSet.Service> chosen, Metrics metrics) {
        if (chosen.equals(List.of(ServiceSet.Service.EXT_AUTHZ))) {
            Ledger unasked = new MemoryLedger(InstantSource.system(), Journal.none()); // it asks no budget
            return new Budgets(unasked, List::of);
        } else if (options.ledgerAddress == null) {
            LocalLedger local =
                    parts.add(LocalLedger.open(new StateDirectory(options.state).prepare(), metrics.registry()));
            return new Budgets(local.ledger(), local::warnings);
        }
        GrpcAddress address = Addresses.parse(spec, "--ledger", options.ledgerAddress);
        ManagedChannel channel = tls == null ? address.channel(plainText) : address.channel(tls, null);
        parts.add(channel::shutdownNow);
        return new Budgets(new RemoteLedger(channel), List::of);
    }
}
