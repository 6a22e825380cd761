package io.modeenvoy.cli;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.modeenvoy.authz.ExtAuthz;
import io.modeenvoy.ledger.Ledger;
import io.modeenvoy.proc.ExtProcService;
import io.modeenvoy.proc.ProcOptions;
import io.modeenvoy.proc.ProcPolicies;
import io.modeenvoy.ratelimit.RateLimitServices;
import io.modeenvoy.service.GrpcAddress;
import io.modeenvoy.service.GrpcServerShell;
import io.modeenvoy.service.Metrics;
import io.modeenvoy.service.PlainText;
import io.modeenvoy.service.PolicyClient;
import io.modeenvoy.service.PolicySubscriber;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The services of one process, each on its own address, all fed by one policy subscription. */
final class ServiceSet implements AutoCloseable {
    /** The services there are. */
    enum Service {
        EXT_AUTHZ("ext-authz"),
        EXT_RATELIMIT("ext-ratelimit"),
        EXT_PROC("ext-proc");

        private final String label;

        Service(String label) {
            this.label = label;
        }

        /** Its name on the command line and of its socket. */
        String label() {
            return label;
        }
    }

    private final List<AutoCloseable> parts = new ArrayList<>();
    private final List<BindableService> offered = new ArrayList<>();
    private final ManagedChannel channel;
    private final PolicyClient policies;

    /**
     * Starts services.
     *
     * @param channel to the control plane; ends with the services
     * @param addresses where each listens; those that are missing do not run
     * @param door where the services of other processes reach the ledger; null = nowhere
     * @param proxies where proxies that run elsewhere reach all of them; null = nowhere
     */
    ServiceSet(
            ManagedChannel channel,
            Map<Service, GrpcAddress> addresses,
            PlainText plainText,
            Ledger ledger,
            @Nullable LedgerDoor door,
            @Nullable ProxyDoor proxies,
            Metrics metrics,
            ProcOptions options)
            throws IOException {
        List<PolicySubscriber> subscribers = new ArrayList<>();
        this.channel = channel;
        try {
            for (Map.Entry<Service, GrpcAddress> service : addresses.entrySet()) {
                GrpcServerShell.Builder shell =
                        GrpcServerShell.builder(service.getValue()).plainText(plainText);
                subscribers.add(add(service.getKey(), shell, ledger, door, metrics, options));
                parts.add(shell.start());
            }
            if (proxies != null) {
                parts.add(proxies.open(offered));
            }
        } catch (IOException e) {
            channel.shutdownNow();
            closeParts();
            throw e;
        }
        String names = String.join(
                "+",
                EnumSet.copyOf(addresses.keySet()).stream().map(Service::label).toList());
        policies = new PolicyClient(
                channel, names + "-" + host() + "-" + ProcessHandle.current().pid(), subscribers, metrics);
        policies.start();
    }

    private PolicySubscriber add(
            Service service,
            GrpcServerShell.Builder shell,
            Ledger ledger,
            @Nullable LedgerDoor door,
            Metrics metrics,
            ProcOptions options)
            throws IOException {
        return switch (service) {
            case EXT_AUTHZ -> {
                ExtAuthz authz = new ExtAuthz(InstantSource.system(), metrics);
                offer(shell, authz.service());
                yield authz.subscriber();
            }
            case EXT_RATELIMIT -> {
                RateLimitServices limits = new RateLimitServices(ledger, InstantSource.system(), metrics.registry());
                limits.services().forEach(part -> offer(shell, part));
                if (door != null) {
                    parts.add(door.open(limits.services()));
                }
                yield limits.subscriber();
            }
            case EXT_PROC -> {
                ProcPolicies known = new ProcPolicies();
                ExtProcService proc =
                        new ExtProcService(known, ledger, metrics.registry(), options, InstantSource.system());
                offer(shell, proc);
                parts.add(proc);
                yield known;
            }
        };
    }

    private void offer(GrpcServerShell.Builder shell, BindableService service) {
        shell.service(service);
        offered.add(service);
    }

    /** Done when every policy has come once. */
    CompletionStage<Void> firstSync() {
        return policies.firstSync();
    }

    @Override
    public void close() {
        closeParts();
        policies.close();
        channel.shutdownNow();
        try {
            channel.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeParts() {
        for (AutoCloseable part : parts.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("a service did not close", e);
            }
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
