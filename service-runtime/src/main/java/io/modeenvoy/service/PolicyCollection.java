package io.modeenvoy.service;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.modeenvoy.policy.PolicyResource;
import io.modeenvoy.policy.wire.PolicyDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One collection as this client holds it. Owned by the policy thread. */
final class PolicyCollection {
    private static final int PROBLEMS_IN_A_NACK = 5;

    private final String typeUrl;
    private final List<PolicySubscriber> subscribers;
    private final Map<String, String> versions = new HashMap<>();
    private boolean answered;

    PolicyCollection(String typeUrl, List<PolicySubscriber> subscribers) {
        this.typeUrl = typeUrl;
        this.subscribers = List.copyOf(subscribers);
    }

    String typeUrl() {
        return typeUrl;
    }

    /** Whether the control plane has answered for the collection at least once. */
    boolean answered() {
        return answered;
    }

    /** Version of every resource held, by name. */
    Map<String, String> versions() {
        return versions;
    }

    /** Takes over what is good of {@code response}; the result is empty or says what was not, for a NACK. */
    String receive(DeltaDiscoveryResponse response) {
        Map<String, PolicyResource> upserts = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (Resource resource : response.getResourcesList()) {
            if (resource.hasResource()) {
                decode(resource, upserts, problems);
            }
        }
        Set<String> removals = response.getRemovedResourcesList().stream()
                .filter(versions::containsKey)
                .collect(Collectors.toUnmodifiableSet());
        versions.keySet().removeAll(removals);
        tell(new PolicyChange(typeUrl, upserts, removals), problems);
        answered = true;
        return message(problems);
    }

    private void decode(Resource resource, Map<String, PolicyResource> upserts, List<String> problems) {
        try {
            PolicyResource policy =
                    PolicyDecoder.decode(typeUrl, resource.getResource().getValue());
            if (policy.resourceName().equals(resource.getName())) {
                upserts.put(resource.getName(), policy);
                versions.put(resource.getName(), resource.getVersion());
            } else {
                problems.add(resource.getName() + ": holds " + policy.resourceName()
                        + " (expected: a resource of its own name)");
            }
        } catch (IllegalArgumentException e) {
            problems.add(resource.getName() + ": " + e.getMessage());
        }
    }

    /** A subscriber that fails is our bug; the others still get the change, and the NACK tells the operator. */
    @SuppressWarnings("CatchingUnchecked")
    private void tell(PolicyChange change, List<String> problems) {
        for (PolicySubscriber subscriber : subscribers) {
            try {
                subscriber.apply(change);
            } catch (RuntimeException e) {
                problems.add(subscriber.getClass().getSimpleName() + " failed: " + e);
            }
        }
    }

    private static String message(List<String> problems) {
        String shown = problems.stream().limit(PROBLEMS_IN_A_NACK).collect(Collectors.joining("; "));
        int more = problems.size() - PROBLEMS_IN_A_NACK;
        return more > 0 ? shown + "; and " + more + " more" : shown;
    }
}
