package io.modeenvoy.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a Consumer is. Its API keys are objects of their own. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ConsumerSpec(
        @Size(max = 253) @JsonPropertyDescription("Name for people.") @Nullable
        String displayName,

        @Size(max = 16)
        @JsonPropertyDescription(
                "Tokens that identify the consumer; one of them must match. Not verified yet: no token is accepted.")
        List<Jwt> jwt,

        @Default("false") @JsonPropertyDescription("Whether all calls of the consumer are refused.")
        Boolean suspended) {
    public ConsumerSpec {
        jwt = Absent.list(jwt);
        suspended = Absent.or(suspended, false);
    }

    /** A token of an issuer with all of these claims. */
    public record Jwt(
            @Required @Size(min = 1, max = 1024) @JsonPropertyDescription("The issuer (iss) of the token.")
            String issuer,

            @Required @JsonPropertyDescription("Claims that must all have these values, for example sub: batch.")
            Map<String, @Size(max = 1024) String> claims) {
        public Jwt {
            claims = Absent.map(claims);
        }
    }
}
