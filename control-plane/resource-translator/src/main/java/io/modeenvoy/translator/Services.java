package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.incremental.Grouping;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.incremental.Question;
import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.NamespacedName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A Service's port as a cluster with endpoints. */
record Services(NamespacedName service, int port) implements ObjectQuery<Services.Backend> {
    private static final String SERVICE_LABEL = "kubernetes.io/service-name";

    /** Where a reference to a Service's port leads. */
    sealed interface Backend {
        /** To hosts, possibly none at the moment. */
        record Resolved(
                ClusterIr cluster,
                EndpointsIr endpoints,
                String portName,
                @Nullable String appProtocol) implements Backend {}

        /**
         * Nowhere.
         *
         * @param field of the reference that is wrong: {@code name} or {@code port}
         */
        record Unresolved(String field, String reason, String message) implements Backend {}
    }

    @Override
    public ObjectRef owner() {
        return new ObjectRef("Service", service.namespace(), service.name());
    }

    @Override
    public Backend nothing() {
        return new Backend.Unresolved(
                "name",
                Reasons.BACKEND_NOT_FOUND,
                service + " (expected: a Service we can read; see Service " + service + ")");
    }

    @Override
    public Backend work(Scope scope) {
        Service found = scope.get(Service.class, service.namespace(), service.name());
        if (found == null || found.getSpec() == null) {
            return new Backend.Unresolved(
                    "name",
                    Reasons.BACKEND_NOT_FOUND,
                    Absence.of(scope, Service.class, "a Service", service.namespace(), service.name()));
        }
        if ("ExternalName".equals(found.getSpec().getType())) {
            return new Backend.Unresolved(
                    "name",
                    Reasons.UNSUPPORTED_VALUE,
                    service.name() + " (expected: a Service with endpoints; its type is ExternalName)");
        }
        return port(scope, found);
    }

    private Backend port(Scope scope, Service found) {
        List<ServicePort> ports = found.getSpec().getPorts();
        Optional<ServicePort> chosen = ports.stream()
                .filter(candidate -> candidate.getPort() != null && candidate.getPort() == port)
                .filter(candidate -> candidate.getProtocol() == null
                        || candidate.getProtocol().equals("TCP"))
                .findFirst();
        if (chosen.isEmpty()) {
            String numbers = ports.stream()
                    .map(candidate -> String.valueOf(candidate.getPort()))
                    .collect(Collectors.joining(", "));
            return new Backend.Unresolved(
                    "port",
                    Reasons.BACKEND_NOT_FOUND,
                    port + " (expected: a TCP port of Service " + service + ": " + numbers + ")");
        }
        return resolved(scope, found, chosen.get());
    }

    private Backend resolved(Scope scope, Service found, ServicePort chosen) {
        String name = "service/" + service + "/" + port;
        Collection<EndpointSlice> slices = slices(scope, service);
        if (slices.isEmpty()) {
            new Reporter(scope, Identity.ref(found))
                    .warn(
                            "",
                            Reasons.NO_ENDPOINTS,
                            "no EndpointSlice (expected: one labelled " + SERVICE_LABEL + ": " + service.name()
                                    + "; calls are answered with 503 until then)");
        }
        slices.forEach(slice -> SliceAddresses.check(scope, slice));
        EndpointsIr endpoints =
                new EndpointsIr(name, Identity.ref(found), SliceEndpoints.of(slices, text(chosen.getName())));
        ClusterIr cluster = new ClusterIr(
                name, Identity.ref(found), new ClusterIr.Location.Endpoints(name), null, null, null, null);
        return new Backend.Resolved(cluster, endpoints, text(chosen.getName()), chosen.getAppProtocol());
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** EndpointSlices by the Service they are labelled with. */
    private record SlicesByService()
            implements Grouping<Scope, ObjectName, EndpointSlice, NamespacedName, EndpointSlice> {
        @Override
        public Question<Scope, PersistentMap<ObjectName, EndpointSlice>> of() {
            return new Objects<>(EndpointSlice.class);
        }

        @Override
        public PersistentMap<NamespacedName, EndpointSlice> said(ObjectName name, EndpointSlice slice) {
            Map<String, String> labels = slice.getMetadata().getLabels();
            String service = labels == null ? null : labels.get(SERVICE_LABEL);
            return service == null || service.isEmpty()
                    ? PersistentMap.empty()
                    : PersistentMap.of(new NamespacedName(name.namespace(), service), slice);
        }
    }

    /** The EndpointSlices of a Service, by name. */
    private static Collection<EndpointSlice> slices(Scope scope, NamespacedName service) {
        PersistentMap<ObjectName, EndpointSlice> slices = scope.at(new SlicesByService(), service);
        return slices == null ? List.of() : slices.values();
    }
}
