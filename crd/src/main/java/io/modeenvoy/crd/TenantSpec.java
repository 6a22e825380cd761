package io.modeenvoy.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a Tenant is. A namespace that no Tenant names is a tenant of its own. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TenantSpec(
        @Size(max = 253) @JsonPropertyDescription("Name for people.") @Nullable
        String displayName,

        @Size(max = 256) @JsonPropertyDescription("Namespaces whose objects are the tenant's.")
        List<@Pattern(Formats.LABEL) String> namespaces,

        @Size(max = 256)
        @JsonPropertyDescription("Hostnames the tenant's routes may use, exact or *.suffix. Absent: any.")
        List<@Pattern(Formats.HOSTNAME) String> hostnames,

        @Default(TenantSpec.UTC)
        @Pattern("^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$")
        @Size(min = 1, max = 64)
        @JsonPropertyDescription("Time zone of the tenant's calendar windows, for example Europe/Berlin.")
        String timeZone,

        @Default("false") @JsonPropertyDescription("Whether all calls of the tenant's consumers are refused.")
        Boolean suspended,

        @Size(max = 64) @JsonPropertyDescription("Who decides in the tenant's name.")
        List<Administrator> administrators) {
    static final String UTC = "UTC";

    public TenantSpec {
        namespaces = Absent.list(namespaces);
        hostnames = Absent.list(hostnames);
        timeZone = Absent.or(timeZone, UTC);
        suspended = Absent.or(suspended, false);
        administrators = Absent.list(administrators);
    }

    /** A user or group of the identity provider. */
    public record Administrator(
            @Required @JsonPropertyDescription("User or Group.")
            Kind kind,

            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the user or group.")
            String name) {
        /** Kinds of subjects. */
        public enum Kind {
            @JsonProperty("User")
            USER,
            @JsonProperty("Group")
            GROUP
        }
    }
}
