package io.modeenvoy.cli;

import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import io.modeenvoy.service.GrpcAddress;
import io.modeenvoy.service.GrpcServerShell;
import io.modeenvoy.service.OnlyPeers;
import io.modeenvoy.service.PlainText;
import io.modeenvoy.service.Tls;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the services of other processes reach the budgets of this one.
 *
 * @param tls null = plain text, on loopback or where it is allowed anywhere
 */
record LedgerDoor(GrpcAddress address, @Nullable Tls tls, PlainText plainText) {
    /** Who spends from budgets decides over money: services, and no proxy that has a certificate of the same authority. */
    private static final Pattern SERVICES = Pattern.compile("spiffe://[^/]+/modeenvoy/services/node/[^/]+");

    GrpcServerShell open(List<BindableService> services) throws IOException {
        GrpcServerShell.Builder shell =
                GrpcServerShell.builder(address).plainText(plainText).tls(tls);
        boolean secured = tls != null && address instanceof GrpcAddress.HostPort;
        for (BindableService service : services) {
            shell.service(secured ? () -> ServerInterceptors.intercept(service, new OnlyPeers(SERVICES)) : service);
        }
        return shell.start();
    }
}
