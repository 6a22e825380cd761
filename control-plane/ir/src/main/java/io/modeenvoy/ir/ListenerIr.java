package io.modeenvoy.ir;

import io.modeenvoy.incremental.PersistentMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One protocol end of a port with its own route table. Plain HTTP listeners of a port are merged into one; HTTPS listeners stand alone.
 *
 * @param name {@code namespace/gateway/port} for HTTP, {@code namespace/gateway/port/section} for HTTPS; also the name of its route table
 * @param port it listens on
 * @param sni the server names of an HTTPS listener; {@link Hostname#ANY} = every one
 * @param tls null = plain HTTP
 */
public record ListenerIr(
        String name,
        ObjectRef origin,
        Port port,
        Hostname sni,
        @Nullable Tls tls,
        PersistentMap<Hostname, VirtualHostIr> virtualHosts) {
    /** From a plain list in any order. */
    public static ListenerIr of(
            String name,
            ObjectRef origin,
            Port port,
            Hostname sni,
            @Nullable Tls tls,
            List<VirtualHostIr> virtualHosts) {
        return new ListenerIr(name, origin, port, sni, tls, Ir.byKey(virtualHosts, VirtualHostIr::hostname));
    }

    /** TLS termination with the certificates of these {@link TlsSecretIr} names. */
    public record Tls(List<String> certificates) {
        public Tls {
            certificates = List.copyOf(certificates);
            Checks.check(!certificates.isEmpty(), "certificates: none");
        }
    }
}
