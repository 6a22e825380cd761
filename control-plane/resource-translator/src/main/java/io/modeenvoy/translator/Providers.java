package io.modeenvoy.translator;

import io.modeenvoy.crd.ModelProvider;
import io.modeenvoy.crd.ModelProviderSpec;
import io.modeenvoy.ir.ClusterIr;
import io.modeenvoy.ir.EndpointsIr;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.ir.TlsSecretIr;
import io.modeenvoy.policy.NamespacedName;
import io.modeenvoy.policy.ProviderPolicy;
import io.modeenvoy.policy.SecretValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A ModelProvider as policy and upstream. What is wrong with it is said on the provider itself. */
record Providers(NamespacedName provider) implements ObjectQuery<Providers.Found> {
    /** What a name leads to. */
    sealed interface Found {
        /** No such object. */
        record Missing() implements Found {}

        /** An object that cannot be used; why stands on it. */
        record Unusable() implements Found {}

        /**
         * A provider to send to.
         *
         * @param cluster its own cluster, {@code modelprovider/namespace/name} and the tag
         * @param tag at the end of its clusters' names; not empty if its credential is bound to hosts: a cluster of such a name leads nowhere else, neither before nor after
         * @param secrets for TLS to it
         */
        record Usable(
                ObjectRef origin,
                ProviderPolicy policy,
                ClusterIr cluster,
                List<EndpointsIr> endpoints,
                List<TlsSecretIr> secrets,
                @Nullable SecretValue credential,
                String tag)
                implements Found {
            public Usable {
                endpoints = List.copyOf(endpoints);
                secrets = List.copyOf(secrets);
            }
        }
    }

    @Override
    public ObjectRef owner() {
        return new ObjectRef("ModelProvider", provider.namespace(), provider.name());
    }

    @Override
    public Found nothing() {
        return new Found.Unusable();
    }

    @Override
    public Found work(Scope scope) {
        ModelProvider found = scope.get(ModelProvider.class, provider.namespace(), provider.name());
        if (found == null) {
            return new Found.Missing();
        }
        ObjectRef origin = Identity.ref(found);
        Reporter reporter = new Reporter(scope, origin);
        // All three are looked at, so that all mistakes are said at once.
        Optional<ProviderEndpoint> endpoint = ProviderEndpoint.of(scope, reporter, provider, found.getSpec());
        Optional<ProviderAuth> auth =
                ProviderAuth.of(scope, reporter, provider, found.getSpec().auth());
        Optional<ProviderTls> tls =
                ProviderTls.of(scope, reporter, provider, found.getSpec().tls());
        List<ProviderPolicy.Model> models = models(found.getSpec().models(), reporter);
        boolean whole = endpoint.isPresent() && auth.isPresent() && tls.isPresent();
        return whole && SecretHosts.permit(scope, reporter, provider, found.getSpec(), endpoint.get())
                ? usable(
                        origin,
                        found.getSpec(),
                        endpoint.get(),
                        auth.get(),
                        tls.get(),
                        policy(found.getSpec(), endpoint.get(), auth.get(), models, reporter),
                        SecretHosts.tag(scope, provider, found.getSpec()))
                : new Found.Unusable();
    }

    private ProviderPolicy policy(
            ModelProviderSpec spec,
            ProviderEndpoint endpoint,
            ProviderAuth auth,
            List<ProviderPolicy.Model> models,
            Reporter reporter) {
        return new ProviderPolicy(
                provider,
                schema(spec),
                endpoint.authority(),
                endpoint.basePath(),
                endpoint.query(),
                auth.credential(),
                models,
                ProviderProfiles.of(spec, endpoint.host(), reporter));
    }

    private Found usable(
            ObjectRef origin,
            ModelProviderSpec spec,
            ProviderEndpoint endpoint,
            ProviderAuth auth,
            ProviderTls tls,
            ProviderPolicy policy,
            String tag) {
        ClusterIr cluster = new ClusterIr(
                        "modelprovider/" + provider + tag,
                        origin,
                        endpoint.location(),
                        endpoint.secure() || spec.tls() != null ? tls.towards(endpoint.host()) : null,
                        null,
                        null,
                        endpoint.authority())
                .withIdleTimeout(endpoint.idleTimeout());
        return new Found.Usable(origin, policy, cluster, endpoint.endpoints(), tls.secrets(), auth.secret(), tag);
    }

    private static ProviderPolicy.Schema schema(ModelProviderSpec spec) {
        return switch (spec.schema()) {
            case OPENAI -> ProviderPolicy.Schema.OPENAI;
        };
    }

    private static List<ProviderPolicy.Model> models(List<ModelProviderSpec.Model> written, Reporter reporter) {
        List<ProviderPolicy.Model> models = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            ModelProviderSpec.Model model = written.get(i);
            String field = "spec.models[" + i + "]";
            if (models.stream().anyMatch(other -> other.name().equals(model.name()))) {
                reporter.refused(
                        field + ".name",
                        Reasons.DUPLICATE,
                        model.name() + " (expected: each model once; the first one counts)");
                continue;
            }
            models.add(new ProviderPolicy.Model(
                    model.name(),
                    orZero(model.contextWindow()),
                    orZero(model.maxOutputTokens()),
                    ProviderPrices.of(model.prices(), reporter, field + ".prices"),
                    model.outputLimit() == null ? null : ProviderProfiles.limitField(model.outputLimit()),
                    orZero(model.imageTokens())));
        }
        return models;
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
