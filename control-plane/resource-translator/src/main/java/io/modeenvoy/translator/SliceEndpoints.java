package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.ForZone;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.Port;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The hosts behind a port of a Service, from its EndpointSlices. */
final class SliceEndpoints {
    private static final Comparator<EndpointsIr.Endpoint> BY_ZONE_AND_ADDRESS = Comparator.comparing(
                    EndpointsIr.Endpoint::zone, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(EndpointsIr.Endpoint::address)
            .thenComparing(EndpointsIr.Endpoint::port);

    private SliceEndpoints() {}

    /** One endpoint of one slice; {@code six} = its address is of IPv6. */
    private record Entry(Endpoint endpoint, String address, int port, boolean six) {
        /** The same pod stands in a slice of each family of addresses. */
        String host() {
            boolean named = endpoint.getTargetRef() != null
                    && endpoint.getTargetRef().getName() != null
                    && !endpoint.getTargetRef().getName().isEmpty();
            return (named
                            ? endpoint.getTargetRef().getKind() + "/"
                                    + endpoint.getTargetRef().getName()
                            : address)
                    + ":" + port;
        }
    }

    /** Those that are ready, or if none is, those that still serve while they end: sorted. */
    static List<EndpointsIr.Endpoint> of(Collection<EndpointSlice> slices, String portName) {
        List<Entry> all =
                slices.stream().flatMap(slice -> entries(slice, portName)).toList();
        List<Entry> ready = all.stream().filter(SliceEndpoints::isReady).toList();
        List<Entry> chosen =
                ready.isEmpty() ? all.stream().filter(SliceEndpoints::isLeaving).toList() : ready;
        boolean hinted = !chosen.isEmpty() && chosen.stream().allMatch(entry -> hint(entry) != null);
        Map<String, List<Entry>> hosts = new TreeMap<>();
        chosen.forEach(entry ->
                hosts.computeIfAbsent(entry.host(), _ -> new ArrayList<>()).add(entry));
        return hosts.values().stream()
                .map(entries -> host(entries, hinted))
                .distinct()
                .sorted(BY_ZONE_AND_ADDRESS)
                .toList();
    }

    private static Stream<Entry> entries(EndpointSlice slice, String portName) {
        if (SliceAddresses.hasNames(slice)) {
            return Stream.of();
        }
        boolean six = SliceAddresses.isSix(slice);
        return slice.getPorts().stream()
                .filter(candidate -> isPort(candidate.getPort())
                        && portName.equals(candidate.getName() == null ? "" : candidate.getName()))
                .limit(1) // an API server lets a name stand once
                .flatMap(port -> slice.getEndpoints().stream()
                        .filter(endpoint -> SliceAddresses.isReachable(slice, endpoint))
                        .map(endpoint ->
                                new Entry(endpoint, endpoint.getAddresses().getFirst(), port.getPort(), six)));
    }

    /** Of several addresses the first of IPv4 leads, the others may be tried when it does not answer. */
    private static EndpointsIr.Endpoint host(List<Entry> entries, boolean hinted) {
        TreeSet<Entry> sorted = new TreeSet<>(Comparator.comparing(Entry::six).thenComparing(Entry::address));
        sorted.addAll(entries);
        Entry first = sorted.getFirst();
        List<String> others = sorted.stream().skip(1).map(Entry::address).toList();
        String zone = hinted ? hint(first) : first.endpoint().getZone();
        return new EndpointsIr.Endpoint(
                first.address(), new Port(first.port()), others, zone == null || zone.isEmpty() ? null : zone);
    }

    /** The first zone it shall serve. Hints count only where every endpoint has one, as for Kubernetes itself. */
    private static @Nullable String hint(Entry entry) {
        return entry.endpoint().getHints() == null
                ? null
                : entry.endpoint().getHints().getForZones().stream()
                        .map(ForZone::getName)
                        .filter(name -> name != null && !name.isEmpty())
                        .sorted()
                        .findFirst()
                        .orElse(null);
    }

    private static boolean isPort(@Nullable Integer number) {
        return number != null && number >= 1 && number <= 65535;
    }

    /** An unknown readiness counts as ready, as Kubernetes says. */
    private static boolean isReady(Entry entry) {
        EndpointConditions conditions = entry.endpoint().getConditions();
        return conditions == null || !Boolean.FALSE.equals(conditions.getReady());
    }

    /** It ends, and takes calls until then. */
    private static boolean isLeaving(Entry entry) {
        EndpointConditions conditions = entry.endpoint().getConditions();
        return conditions != null
                && Boolean.TRUE.equals(conditions.getServing())
                && Boolean.TRUE.equals(conditions.getTerminating());
    }
}
