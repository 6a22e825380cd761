package io.modeenvoy.cli;

import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import io.modeenvoy.service.GrpcAddress;
import io.modeenvoy.service.GrpcServerShell;
import io.modeenvoy.service.PlainText;
import io.modeenvoy.service.Tls;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where proxies that run elsewhere reach all services of this process: those in the pods of workloads.
 *
 * @param tls null = plain text, on loopback or where it is allowed anywhere: then all proxies are believed
 * @param proxies what each may ask about, where it shows a certificate
 */
record ProxyDoor(GrpcAddress address, @Nullable Tls tls, PlainText plainText, CertifiedProxies proxies) {
    /** What Envoy asks; the Ledger API has a door of its own. */
    private static final String OF_ENVOY = "envoy.service.";

    GrpcServerShell open(List<BindableService> services) throws IOException {
        GrpcServerShell.Builder shell =
                GrpcServerShell.builder(address).plainText(plainText).tls(tls);
        services.stream()
                .filter(service ->
                        service.bindService().getServiceDescriptor().getName().startsWith(OF_ENVOY))
                .forEach(service -> shell.service(() -> ServerInterceptors.intercept(service, proxies)));
        return shell.start();
    }
}
