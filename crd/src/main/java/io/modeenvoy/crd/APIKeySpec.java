package io.modeenvoy.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an APIKey is. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!has(self.notBefore) || !has(self.expiresAt) || self.notBefore < self.expiresAt",
        message = "expected: expiresAt after notBefore")
@ValidationRule(
        value = "self.keyId == oldSelf.keyId",
        message = "expected: the keyId this APIKey was made with; make another APIKey for another key")
public record APIKeySpec(
        @Required @JsonPropertyDescription("Whose key it is: a Consumer in the same namespace.")
        ConsumerRef consumerRef,

        @Required @Pattern("^[A-Za-z0-9]{1,64}$") @JsonPropertyDescription("Public part of the key, safe in logs.")
        String keyId,

        @Required @JsonPropertyDescription("Digest of the whole key; the key itself is shown once, when it is made.")
        Digest digest,

        @Size(max = 64)
        @JsonPropertyDescription("First instant at which the key is good, RFC 3339. Absent: it always was.")
        @Nullable
        String notBefore,

        @Size(max = 64)
        @JsonPropertyDescription("First instant at which the key is no longer good, RFC 3339. Absent: never.")
        @Nullable
        String expiresAt,

        @Size(max = 64)
        @JsonPropertyDescription("Client addresses the key may be used from, for example 10.0.0.0/8. Absent: anywhere.")
        List<@Pattern("^[0-9a-fA-F.:]+/[0-9]{1,3}$") String> allowedCIDRs,

        @Default("false") @JsonPropertyDescription("Whether the key is refused from now on.")
        Boolean revoked) {
    public APIKeySpec {
        allowedCIDRs = Absent.list(allowedCIDRs);
        revoked = Absent.or(revoked, false);
    }

    /** A Consumer in the same namespace. */
    public record ConsumerRef(
            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the Consumer.")
            String name) {}

    /** A keyed hash of the whole key. */
    public record Digest(
            @Default("HMAC-SHA-256") @JsonPropertyDescription("How the digest was made.")
            Algorithm algorithm,

            @Required
            @Pattern("^[A-Za-z0-9._-]{1,63}$")
            @JsonPropertyDescription("Version of the pepper (the hash's key).")
            String pepper,

            @Required @Pattern("^[A-Za-z0-9+/]{43}=$") @JsonPropertyDescription("The 32 bytes of the digest in Base64.")
            String value) {
        public Digest {
            algorithm = Absent.or(algorithm, Algorithm.HMAC_SHA_256);
        }
    }

    /** Keyed hashes. */
    public enum Algorithm {
        @JsonProperty("HMAC-SHA-256")
        HMAC_SHA_256
    }
}
