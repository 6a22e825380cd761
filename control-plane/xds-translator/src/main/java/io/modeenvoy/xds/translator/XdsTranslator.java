package io.modeenvoy.xds.translator;

import io.modeenvoy.ir.GatewayIr;
import io.modeenvoy.ir.Ir;
import io.modeenvoy.ir.ObjectRef;
import io.modeenvoy.policy.Names;
import io.modeenvoy.policy.wire.PolicyEncoder;
import io.modeenvoy.policy.wire.PolicyTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** IR to what each node group gets over xDS. Pure: equal input and options give equal output, bytes included. */
public final class XdsTranslator {
    /** The node group that gets the resources of every gateway. */
    public static final String ALL_GROUP = "all";

    private final XdsOptions options;

    public XdsTranslator(XdsOptions options) {
        this.options = options;
    }

    /** Translates {@code ir}; nodes equal to those behind {@code memo} give the instances they gave then. */
    public XdsTranslation translate(Ir ir, Memo memo) {
        Memo.Pass pass = memo.begin();
        GatewayPass gateways = new GatewayPass(options, pass, IrIndex.of(ir));
        SortedMap<String, GroupResources> groups = new TreeMap<>();
        List<TranslatedResource> all = new ArrayList<>();
        for (GatewayIr gateway : ir.gateways()) {
            List<TranslatedResource> resources = gateways.translate(gateway);
            groups.put(gateway.group(), GroupResources.of(TypeUrls.ENVOY, resources));
            all.addAll(resources);
        }
        groups.put(ALL_GROUP, GroupResources.of(TypeUrls.ENVOY, all));
        List<TranslatedResource> policies = policies(ir, pass);
        groups.put(Names.SERVICES_GROUP, GroupResources.of(PolicyTypes.ALL, policies));
        all.addAll(policies);
        return new XdsTranslation(groups, provenance(all), pass.end());
    }

    private static List<TranslatedResource> policies(Ir ir, Memo.Pass pass) {
        return ir.policies().stream()
                .map(node -> pass.once(
                        Memo.Kind.POLICY,
                        node.policy().getClass().getSimpleName() + "/"
                                + node.policy().resourceName(),
                        node,
                        TranslatedResource.class,
                        XdsTranslator::policy))
                .toList();
    }

    private static TranslatedResource policy(Ir.PolicyNode node) {
        return TranslatedResource.of(
                node.policy().resourceName(), PolicyEncoder.encode(node.policy()), Set.of(node.origin()));
    }

    private static SortedMap<ResourceKey, SortedSet<ObjectRef>> provenance(List<TranslatedResource> resources) {
        SortedMap<ResourceKey, SortedSet<ObjectRef>> index = new TreeMap<>();
        for (TranslatedResource resource : resources) {
            index.merge(resource.key(), resource.origins(), XdsTranslator::union);
        }
        return index;
    }

    private static SortedSet<ObjectRef> union(SortedSet<ObjectRef> left, SortedSet<ObjectRef> right) {
        if (left.equals(right)) {
            return left;
        }
        SortedSet<ObjectRef> union = new TreeSet<>(left);
        union.addAll(right);
        return union;
    }
}
