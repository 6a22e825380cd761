package io.modeenvoy.cli;

import io.modeenvoy.bootstrap.Address;
import io.modeenvoy.policy.Names;
import io.modeenvoy.service.GrpcAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder of Unix sockets, one a service: {@code ads.sock}, {@code ext-authz.sock}, {@code ext-ratelimit.sock}, {@code ext-proc.sock}. */
record SocketFolder(Path path) implements AutoCloseable {
    /** A fresh one with a short path, for this process alone: paths of Unix sockets are limited to about 100 characters. */
    static SocketFolder temporary() {
        try {
            return new SocketFolder(Files.createTempDirectory(
                    "modeenvoy-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
        } catch (IOException e) {
            throw new CannotException("cannot make a folder for sockets: " + e.getMessage(), e);
        }
    }

    GrpcAddress ads() {
        return socket("ads");
    }

    Map<ServiceSet.Service, GrpcAddress> services(List<ServiceSet.Service> services) {
        Map<ServiceSet.Service, GrpcAddress> addresses = new EnumMap<>(ServiceSet.Service.class);
        services.forEach(service -> addresses.put(service, socket(service.label())));
        return addresses;
    }

    /** Where an Envoy finds the services of this folder, by cluster name. */
    Map<String, Address> upstreams() {
        Map<String, Address> upstreams = new TreeMap<>();
        upstreams.put(Names.EXT_AUTHZ_CLUSTER, unix(ServiceSet.Service.EXT_AUTHZ.label()));
        upstreams.put(Names.EXT_RATELIMIT_CLUSTER, unix(ServiceSet.Service.EXT_RATELIMIT.label()));
        upstreams.put(Names.EXT_PROC_CLUSTER, unix(ServiceSet.Service.EXT_PROC.label()));
        upstreams.put(Names.EXT_PROC_ATTEMPT_CLUSTER, unix(ServiceSet.Service.EXT_PROC.label()));
        return upstreams;
    }

    /** The ADS server's socket for an Envoy. */
    Address adsUpstream() {
        return unix("ads");
    }

    /** Where the Envoy of this folder has its admin interface. */
    Address envoyAdmin() {
        return unix("envoy-admin");
    }

    private Address unix(String name) {
        return new Address.Unix(path.resolve(name + ".sock").toString());
    }

    private GrpcAddress socket(String name) {
        try {
            return new GrpcAddress.UnixSocket(path.toAbsolutePath().resolve(name + ".sock"));
        } catch (IllegalArgumentException e) {
            throw new CannotException("--sockets: " + e.getMessage(), e);
        }
    }

    /** Removes the folder of {@link #temporary} with all in it. */
    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new CannotException(path + ": cannot be removed: " + e.getMessage(), e);
        }
    }
}
