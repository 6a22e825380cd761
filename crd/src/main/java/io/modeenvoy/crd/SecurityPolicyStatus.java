package io.modeenvoy.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What the gateway says about a {@link SecurityPolicy}. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SecurityPolicyStatus(
        @JsonPropertyDescription("Accepted, ResolvedRefs and Programmed, each with the generation it was found for.")
        List<Condition> conditions)
        implements Conditioned {
    public SecurityPolicyStatus {
        conditions = Absent.list(conditions);
    }
}
