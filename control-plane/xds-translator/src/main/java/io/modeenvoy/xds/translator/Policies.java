package io.modeenvoy.xds.translator;

import io.modeenvoy.incremental.Fold;
import io.modeenvoy.incremental.Grouping;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.incremental.Question;
import io.modeenvoy.ir.Ir.PolicyNode;
import io.modeenvoy.ir.PolicyKey;
import io.modeenvoy.policy.wire.PolicyEncoder;
import io.modeenvoy.policy.wire.PolicyTypes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The policies as resources, by type URL and name. */
record Policies()
        implements Fold<
                Scope,
                PolicyKey,
                PolicyNode,
                PersistentMap<String, PersistentMap<String, TranslatedResource>>,
                PersistentMap<String, PersistentMap<String, TranslatedResource>>> {
    @Override
    public Question<Scope, PersistentMap<PolicyKey, PolicyNode>> of() {
        return new IrParts.Policies();
    }

    @Override
    public PersistentMap<String, PersistentMap<String, TranslatedResource>> nothing() {
        return PersistentMap.empty();
    }

    @Override
    public PersistentMap<String, PersistentMap<String, TranslatedResource>> after(
            PersistentMap<String, PersistentMap<String, TranslatedResource>> byType,
            PolicyKey key,
            @Nullable PolicyNode was,
            @Nullable PolicyNode is) {
        if (is != null) {
            return is.equals(was) ? byType : put(byType, translate(is), true);
        }
        return was == null ? byType : put(byType, translate(was), false);
    }

    private static PersistentMap<String, PersistentMap<String, TranslatedResource>> put(
            PersistentMap<String, PersistentMap<String, TranslatedResource>> byType,
            TranslatedResource resource,
            boolean there) {
        return Grouping.put(byType, resource.key().typeUrl(), resource.name(), there ? resource : null);
    }

    private static TranslatedResource translate(PolicyNode node) {
        return TranslatedResource.of(
                node.policy().resourceName(), PolicyEncoder.encode(node.policy()), Set.of(node.origin()));
    }

    @Override
    public PersistentMap<String, PersistentMap<String, TranslatedResource>> answer(
            PersistentMap<String, PersistentMap<String, TranslatedResource>> byType) {
        return byType;
    }

    /** What the services get. */
    record Services() implements Query<GroupResources> {
        @Override
        public GroupResources answer(Scope scope) {
            PersistentMap<String, PersistentMap<String, TranslatedResource>> byType = scope.ask(new Policies());
            return GroupResources.of(PolicyTypes.ALL, type -> byType.getOrDefault(type, PersistentMap.empty()));
        }
    }
}
