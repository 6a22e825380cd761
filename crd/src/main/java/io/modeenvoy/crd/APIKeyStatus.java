package io.modeenvoy.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What the gateway says about a {@link APIKey}. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record APIKeyStatus(
        @JsonPropertyDescription("Accepted, ResolvedRefs and Programmed, each with the generation it was found for.")
        List<Condition> conditions)
        implements Conditioned {
    public APIKeyStatus {
        conditions = Absent.list(conditions);
    }
}
