package io.modeenvoy.translator;

import io.modeenvoy.crd.Consumer;
import io.modeenvoy.crd.ConsumerSpec;
import io.modeenvoy.ir.Ir.PolicyNode;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.ConsumerPolicy;
import io.modeenvoy.policy.NamespacedName;
import java.util.ArrayList;
import java.util.List;

/** A Consumer as policy. */
record Consumers(NamespacedName consumer) implements ObjectQuery<List<PolicyNode>> {
    @Override
    public ObjectRef owner() {
        return new ObjectRef("Consumer", consumer.namespace(), consumer.name());
    }

    @Override
    public List<PolicyNode> nothing() {
        return List.of();
    }

    @Override
    public List<PolicyNode> work(Scope scope) {
        Consumer found = scope.get(Consumer.class, consumer.namespace(), consumer.name());
        if (found == null) {
            return List.of();
        }
        Reporter reporter = new Reporter(scope, Identity.ref(found));
        Namesakes.warnObject(scope, reporter, consumer.namespace());
        ConsumerPolicy policy = new ConsumerPolicy(
                consumer,
                scope.ask(new Tenants.Of(consumer.namespace())),
                found.getSpec().suspended(),
                identities(found.getSpec().jwt(), reporter));
        return List.of(new PolicyNode(reporter.object(), policy));
    }

    /** Without claims every token of the issuer would be this consumer's. No proxy verifies tokens yet, so none is good for now. */
    private static List<ConsumerPolicy.JwtIdentity> identities(List<ConsumerSpec.Jwt> written, Reporter reporter) {
        List<ConsumerPolicy.JwtIdentity> identities = new ArrayList<>();
        if (!written.isEmpty()) {
            reporter.warn(
                    "spec.jwt",
                    Reasons.UNSUPPORTED_VALUE,
                    "tokens are not verified yet, so none is accepted (expected: an APIKey of the consumer meanwhile)");
        }
        for (int i = 0; i < written.size(); i++) {
            ConsumerSpec.Jwt jwt = written.get(i);
            if (jwt.claims().isEmpty()) {
                reporter.refused(
                        "spec.jwt[" + i + "].claims",
                        Reasons.UNSUPPORTED_VALUE,
                        "none (expected: the claims that tell the consumer from others, for example sub)");
            } else {
                identities.add(new ConsumerPolicy.JwtIdentity(jwt.issuer(), jwt.claims()));
            }
        }
        return identities;
    }
}
