package io.modeenvoy.translator;

import io.modeenvoy.crd.APIKey;
import io.modeenvoy.crd.APIKeySpec;
import io.modeenvoy.crd.Consumer;
import io.modeenvoy.crd.ObjectName;
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
import org.jspecify.annotations.Nullable;

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
        boolean digest = hasDigest(reporter, spec) && isOwn(scope, reporter, spec);
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
            reporter.unresolved(
                    "spec.consumerRef.name",
                    Reasons.REF_NOT_FOUND,
                    Absence.of(scope, Consumer.class, "a Consumer", key.namespace(), name));
        }
        return known;
    }

    private boolean isAlone(Scope scope, Reporter reporter, APIKeySpec spec) {
        NamespacedName owner = oldest(scope.at(new ByKeyId(), spec.keyId()));
        if (!owner.equals(key)) {
            String who =
                    isForeign(scope, owner) ? "an older APIKey of another tenant" : "APIKey " + owner + " is older and";
            reporter.refused(
                    "spec.keyId",
                    Reasons.DUPLICATE,
                    spec.keyId() + " (expected: a key id of its own; " + who + " has it)");
        }
        return owner.equals(key);
    }

    /** Within a tenant several may hold one digest, as when a key moves; the copy of another tenant's would make the key good for nobody. */
    private boolean isOwn(Scope scope, Reporter reporter, APIKeySpec spec) {
        NamespacedName owner = digest(spec.digest().value())
                .map(digest -> oldest(scope.at(new ByDigest(), digest)))
                .orElse(key);
        boolean copied = isForeign(scope, owner);
        if (copied) {
            reporter.refused(
                    "spec.digest.value",
                    Reasons.DUPLICATE,
                    "the digest of a key that an older APIKey of another tenant has (expected: that of a key of its"
                            + " own)");
        }
        return !copied;
    }

    private boolean isForeign(Scope scope, NamespacedName other) {
        return !scope.ask(new Tenants.Of(other.namespace())).equals(scope.ask(new Tenants.Of(key.namespace())));
    }

    private static boolean hasDigest(Reporter reporter, APIKeySpec spec) {
        boolean pepper = !spec.digest().pepper().isEmpty();
        if (!pepper) {
            reporter.refused(
                    "spec.digest.pepper", Reasons.UNSUPPORTED_VALUE, "empty (expected: the version of the pepper)");
        }
        boolean whole = digest(spec.digest().value()).isPresent();
        if (!whole) {
            reporter.refused(
                    "spec.digest.value",
                    Reasons.UNSUPPORTED_VALUE,
                    spec.digest().value().length() + " characters (expected: 32 bytes in Base64, 44 characters)");
        }
        return pepper && whole;
    }

    /** As everyone would write it: the last character of Base64 has room for other spellings of the same bytes. */
    private static Optional<String> digest(String base64) {
        try {
            byte[] bytes = base64.length() == 44 ? Base64.getDecoder().decode(base64) : new byte[0];
            return bytes.length == DIGEST_BYTES
                    ? Optional.of(Base64.getEncoder().encodeToString(bytes))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
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

    /** The APIKeys of each digest. */
    private record ByDigest() implements Grouping<Scope, ObjectName, APIKey, String, APIKey> {
        @Override
        public Question<Scope, PersistentMap<ObjectName, APIKey>> of() {
            return new Objects<>(APIKey.class);
        }

        @Override
        public PersistentMap<String, APIKey> said(ObjectName name, APIKey key) {
            APIKeySpec spec = key.getSpec();
            return spec == null || spec.digest() == null || spec.digest().value() == null
                    ? PersistentMap.empty()
                    : digest(spec.digest().value())
                            .map(digest -> PersistentMap.of(digest, key))
                            .orElse(PersistentMap.empty());
        }
    }

    /** The oldest of those that have something in common with this one. */
    private NamespacedName oldest(@Nullable PersistentMap<ObjectName, APIKey> keys) {
        return keys == null
                ? key
                : keys.values().stream()
                        .min(Identity.OLDEST_FIRST)
                        .map(Identity::name)
                        .orElse(key);
    }
}
