package io.modeenvoy.authz;

import io.modeenvoy.access.AccessSnapshot;
import io.modeenvoy.access.DecisionTable;
import io.modeenvoy.policy.PolicyResource;
import io.modeenvoy.policy.RouteRef;
import io.modeenvoy.policy.wire.PolicyEncoder;
import io.modeenvoy.service.PolicyChange;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The world of the decision table as the policy thread brings it. */
final class PolicyFixture {
    private PolicyFixture() {}

    /** One change for each collection of access, empty ones too. */
    static List<PolicyChange> changes() {
        return AccessSnapshot.TYPE_URLS.stream().map(PolicyFixture::change).toList();
    }

    static PolicyChange change(String typeUrl) {
        Map<String, PolicyResource> resources = DecisionTable.world().stream()
                .filter(resource -> typeUrl(resource).equals(typeUrl))
                .collect(Collectors.toMap(PolicyResource::resourceName, resource -> resource));
        return new PolicyChange(typeUrl, resources, Set.of());
    }

    /** The one API key header of the table's case {@code name}. */
    static String key(String name) {
        return DecisionTable.cases(RouteRef.Kind.HTTP_ROUTE).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow()
                .credentials()
                .apiKeyHeaders()
                .getFirst();
    }

    private static String typeUrl(PolicyResource resource) {
        return "type.googleapis.com/"
                + PolicyEncoder.encode(resource).getDescriptorForType().getFullName();
    }
}
