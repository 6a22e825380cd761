package io.modeenvoy.cli;

import io.modeenvoy.app.ControlPlane;
import io.modeenvoy.app.Pass;
import io.modeenvoy.bootstrap.EnvoyProcess;
import io.modeenvoy.ir.GatewayIr;
import io.modeenvoy.ir.ListenerIr;
import io.modeenvoy.ir.PortIr;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** When a gateway on this machine can answer, and where. */
final class Readiness {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private Readiness() {}

    /** Returns when the services have their policies and Envoy takes connections on the first listener. */
    static void await(EnvoyProcess envoy, ServiceSet services, ControlPlane controlPlane, String bind) {
        try {
            controlPlane.firstPass().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            services.firstSync().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!takesConnections(controlPlane.last(), bind)) {
                if (!envoy.isAlive()) {
                    throw new CannotException("Envoy ended; its words are in envoy.log of the state directory");
                }
                if (System.nanoTime() > end) {
                    throw new CannotException("Envoy has no HTTP listener after " + PATIENCE.toSeconds()
                            + " s (see modeenvoy status, and envoy.log of the state directory)");
                }
                Thread.sleep(PAUSE);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new CannotException("the services did not get their policies", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotException("interrupted", e);
        }
    }

    private static boolean takesConnections(@Nullable Pass pass, String bind) {
        PortIr port = first(pass);
        if (port == null) {
            return false;
        }
        try (Socket socket = new Socket()) {
            InetAddress address = InetAddress.getByName(bind);
            socket.connect(
                    new InetSocketAddress(
                            address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address,
                            port.port().value()),
                    1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The address of the first listener, plain HTTP before HTTPS. */
    static String url(@Nullable Pass pass, String bind) {
        PortIr port = first(pass);
        if (port == null) {
            throw new IllegalStateException("no listener");
        }
        String host = bind.equals("0.0.0.0") || bind.equals("::")
                ? "127.0.0.1"
                : bind.contains(":") ? "[" + bind + "]" : bind;
        return (isPlain(port) ? "http://" : "https://") + host + ":" + port.port();
    }

    private static @Nullable PortIr first(@Nullable Pass pass) {
        PortIr found = null;
        if (pass != null) {
            for (GatewayIr gateway : pass.translation().ir().gateways()) {
                for (PortIr port : gateway.ports()) {
                    found = found == null || (isPlain(port) && !isPlain(found)) ? port : found;
                }
            }
        }
        return found;
    }

    private static boolean isPlain(PortIr port) {
        return port.listeners().stream().map(ListenerIr::tls).allMatch(tls -> tls == null);
    }
}
