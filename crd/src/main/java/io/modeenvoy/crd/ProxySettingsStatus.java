package io.modeenvoy.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What the gateway says about {@link ProxySettings}. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProxySettingsStatus(
        @JsonPropertyDescription("Accepted and ResolvedRefs, each with the generation it was found for.")
        List<Condition> conditions)
        implements Conditioned {
    public ProxySettingsStatus {
        conditions = Absent.list(conditions);
    }
}
