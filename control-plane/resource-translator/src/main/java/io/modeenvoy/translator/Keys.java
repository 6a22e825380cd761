package io.modeenvoy.translator;

import io.modeenvoy.crd.APIKey;
import io.modeenvoy.crd.APIKeySpec;
import io.modeenvoy.crd.Consumer;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.crd.Suggestion;
import io.modeenvoy.incremental.Grouping;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.incremental.Question;
import io.modeenvoy.ir.Ir.PolicyNode;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.KeyDigest;
import io.modeenvoy.policy.KeyPolicy;
import io.modeenvoy.policy.NamespacedName;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** An APIKey as policy; one with any mistake opens nothing. */
record Keys(NamespacedName key) implements ObjectQuery<List<PolicyNode>> {
    private static final int DIGEST_BYTES = 32;

    @Override
    public ObjectRef owner() {
        return new ObjectRef("APIKey", key.namespace(), key.name());
    }

    @Override
    public List<PolicyNode> nothing() {
        return List.of();
    }

    @Override
    public List<PolicyNode> work(Scope scope) {
        APIKey found = scope.get(APIKey.class, key.namespace(), key.name());
        if (found == null) {
            return List.of();
        }
        APIKeySpec spec = found.getSpec();
        Reporter reporter = new Reporter(scope, Identity.ref(found));
        boolean known = hasConsumer(scope, reporter, spec);
        boolean alone = isAlone(scope, reporter, spec);
        boolean digest = hasDigest(reporter, spec);
        Optional<KeyLimits> limits = KeyLimits.of(spec, reporter);
        if (!known || !alone || !digest || limits.isEmpty()) {
            return List.of();
        }
        KeyPolicy policy = new KeyPolicy(
                key,
                new NamespacedName(key.namespace(), spec.consumerRef().name()),
                spec.keyId(),
                new KeyDigest(spec.digest().pepper(), spec.digest().value()),
                limits.get().notBefore(),
                limits.get().expiresAt(),
                spec.allowedCIDRs(),
                spec.revoked());
        return List.of(new PolicyNode(reporter.object(), policy));
    }

    private boolean hasConsumer(Scope scope, Reporter reporter, APIKeySpec spec) {
        String name = spec.consumerRef().name();
        boolean known = scope.get(Consumer.class, key.namespace(), name) != null;
        if (!known) {
            List<String> names = scope.ask(new ByNamespace.Names<>(Consumer.class, key.namespace()));
            reporter.unresolved(
                    "spec.consumerRef.name",
                    Reasons.REF_NOT_FOUND,
                    name + " (expected: a Consumer in " + key.namespace() + Suggestion.of(name, names) + ")");
        }
        return known;
    }

    private boolean isAlone(Scope scope, Reporter reporter, APIKeySpec spec) {
        NamespacedName owner = owner(scope, spec.keyId());
        if (!owner.equals(key)) {
            reporter.refused(
                    "spec.keyId",
                    Reasons.DUPLICATE,
                    spec.keyId() + " (expected: a key id of its own; APIKey " + owner + " is older and has it)");
        }
        return owner.equals(key);
    }

    private static boolean hasDigest(Reporter reporter, APIKeySpec spec) {
        boolean pepper = !spec.digest().pepper().isEmpty();
        if (!pepper) {
            reporter.refused(
                    "spec.digest.pepper", Reasons.UNSUPPORTED_VALUE, "empty (expected: the version of the pepper)");
        }
        boolean whole = isDigest(spec.digest().value());
        if (!whole) {
            reporter.refused(
                    "spec.digest.value",
                    Reasons.UNSUPPORTED_VALUE,
                    spec.digest().value().length() + " characters (expected: 32 bytes in Base64, 44 characters)");
        }
        return pepper && whole;
    }

    private static boolean isDigest(String base64) {
        try {
            return base64.length() == 44 && Base64.getDecoder().decode(base64).length == DIGEST_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The APIKeys of each key id. */
    private record ByKeyId() implements Grouping<Scope, ObjectName, APIKey, String, APIKey> {
        @Override
        public Question<Scope, PersistentMap<ObjectName, APIKey>> of() {
            return new Objects<>(APIKey.class);
        }

        @Override
        public PersistentMap<String, APIKey> said(ObjectName name, APIKey key) {
            APIKeySpec spec = key.getSpec();
            return spec == null || spec.keyId() == null ? PersistentMap.empty() : PersistentMap.of(spec.keyId(), key);
        }
    }

    /** The oldest APIKey of a key id. */
    private NamespacedName owner(Scope scope, String keyId) {
        PersistentMap<ObjectName, APIKey> keys = scope.at(new ByKeyId(), keyId);
        return keys == null
                ? key
                : keys.values().stream()
                        .min(Identity.OLDEST_FIRST)
                        .map(Identity::name)
                        .orElse(key);
    }
}
