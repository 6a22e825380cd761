package io.modeenvoy.crd;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who may call a route. */
public enum Access {
    /** Any consumer of the route's tenant. */
    @JsonProperty("Tenant")
    TENANT,
    /** Anyone with a valid credential. */
    @JsonProperty("Authenticated")
    AUTHENTICATED,
    /** Everyone; no credential is asked for. */
    @JsonProperty("Anyone")
    ANYONE
}
