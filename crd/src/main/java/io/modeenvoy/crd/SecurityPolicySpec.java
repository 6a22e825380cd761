package io.modeenvoy.crd;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What a SecurityPolicy is. A route that none names is open to everyone. */
public record SecurityPolicySpec(
        @Required
        @Size(min = 1, max = 16)
        @JsonPropertyDescription("The routes it is about, in the policy's namespace.")
        List<TargetRef> targetRefs,

        @Required
        @JsonPropertyDescription(
                "Who may call: Tenant (any consumer of the route's tenant), Authenticated (any valid credential) or Anyone.")
        Access access) {
    public SecurityPolicySpec {
        targetRefs = Absent.list(targetRefs);
    }

    /** A route in the policy's namespace. */
    public record TargetRef(
            @Default(TargetRef.GATEWAY_GROUP) @Size(max = 253) @JsonPropertyDescription("Group of the target.")
            String group,

            @Required @JsonPropertyDescription("Kind of the target.")
            Kind kind,

            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the target.")
            String name) {
        static final String GATEWAY_GROUP = "gateway.networking.k8s.io";

        public TargetRef {
            group = Absent.or(group, GATEWAY_GROUP);
        }

        /** Kinds a policy can be about. */
        public enum Kind {
            @JsonProperty("HTTPRoute")
            HTTP_ROUTE
        }
    }
}
