package io.modeenvoy.policy;

import java.util.List;
import java.util.Map;

/** An application or person that calls, and the verified JWT claims that identify it. */
public record ConsumerPolicy(NamespacedName name, String tenant, boolean suspended, List<JwtIdentity> jwt)
        implements PolicyResource {
    public ConsumerPolicy {
        jwt = List.copyOf(jwt);
    }

    /** A token of {@code issuer} whose claims contain all of {@code claims} belongs to the consumer. */
    public record JwtIdentity(String issuer, Map<String, String> claims) {
        public JwtIdentity {
            claims = Map.copyOf(claims);
        }
    }

    @Override
    public String resourceName() {
        return name.toString();
    }
}
