package io.modeenvoy.xds.translator;

import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.ir.AddressRules;
import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.xds.translator.Endpoints.Assignment;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Resources that gateways share: clusters, their endpoints, secrets. */
final class Shared {
    private Shared() {}

    /** A cluster. */
    record OfCluster(String cluster) implements Query<TranslatedResource> {
        @Override
        public TranslatedResource answer(Scope scope) {
            ClusterIr found = scope.at(new IrParts.Upstreams(), cluster);
            if (found == null) {
                scope.missing("cluster", cluster);
                return TranslatedResource.missing(TypeUrls.CLUSTER, cluster);
            }
            return scope.to().clusters().translate(found);
        }
    }

    /** A cluster that leads to another by way of the listener that waits for first tokens. */
    record OfWaiting(String cluster) implements Query<TranslatedResource> {
        @Override
        public TranslatedResource answer(Scope scope) {
            ClusterIr behind = scope.at(new IrParts.Upstreams(), FirstTokens.behind(cluster));
            return behind == null ? TranslatedResource.missing(TypeUrls.CLUSTER, cluster) : FirstTokens.cluster(behind);
        }
    }

    /** That listener, the same for all. */
    record FirstTokenListener() implements Query<TranslatedResource> {
        @Override
        public TranslatedResource answer(Scope scope) {
            return FirstTokens.listener();
        }
    }

    /** By what the addresses of a cluster's hosts are judged. */
    record RulesOf(String cluster) implements Query<Optional<AddressRules>> {
        @Override
        public Optional<AddressRules> answer(Scope scope) {
            return Optional.ofNullable(scope.at(new IrParts.Upstreams(), cluster))
                    .flatMap(Clusters::rules);
        }
    }

    /** The hosts of a cluster, where they are delivered apart from it. */
    private record AssignmentOf(String cluster) implements Query<Optional<Assignment>> {
        @Override
        public Optional<Assignment> answer(Scope scope) {
            ClusterIr found = scope.at(new IrParts.Upstreams(), cluster);
            return found != null && found.location() instanceof ClusterIr.Location.Endpoints location
                    ? Optional.of(assignment(found, location, scope.at(new IrParts.Hosts(), location.endpoints())))
                    : Optional.empty();
        }

        /** Endpoints that are absent are none: without an answer Envoy would keep the cluster warming. */
        private static Assignment assignment(
                ClusterIr cluster, ClusterIr.Location.Endpoints location, @Nullable EndpointsIr endpoints) {
            ObjectRef origin = endpoints == null ? cluster.origin() : endpoints.origin();
            return new Assignment(
                    Endpoints.nameFor(cluster, location),
                    Set.of(origin),
                    endpoints == null ? List.of() : endpoints.endpoints(),
                    cluster.backendLabel());
        }
    }

    /** The endpoints of a cluster by their name; none or one. */
    record EndpointsOf(String cluster) implements Query<PersistentMap<String, TranslatedResource>> {
        @Override
        public PersistentMap<String, TranslatedResource> answer(Scope scope) {
            return scope.ask(new AssignmentOf(cluster))
                    .map(Endpoints::translate)
                    .map(resource -> PersistentMap.of(resource.name(), resource))
                    .orElse(PersistentMap.empty());
        }
    }

    /** The names of a cluster's secrets. */
    record SecretsOf(String cluster) implements Query<PersistentMap<String, Boolean>> {
        @Override
        public PersistentMap<String, Boolean> answer(Scope scope) {
            ClusterIr found = scope.at(new IrParts.Upstreams(), cluster);
            ClusterIr.UpstreamTls tls = found == null ? null : found.tls();
            return tls == null ? PersistentMap.empty() : names(tls.trust(), tls.clientCertificate());
        }

        private static PersistentMap<String, Boolean> names(@Nullable String trust, @Nullable String certificate) {
            PersistentMap<String, Boolean> names =
                    trust == null ? PersistentMap.empty() : PersistentMap.of(trust, true);
            return certificate == null ? names : names.plus(certificate, true);
        }
    }

    /** A secret. */
    record OfSecret(String secret) implements Query<TranslatedResource> {
        @Override
        public TranslatedResource answer(Scope scope) {
            TlsSecretIr found = scope.at(new IrParts.TlsSecrets(), secret);
            if (found == null) {
                scope.missing("secret", secret);
                return TranslatedResource.missing(TypeUrls.SECRET, secret);
            }
            return Secrets.translate(found);
        }
    }
}
