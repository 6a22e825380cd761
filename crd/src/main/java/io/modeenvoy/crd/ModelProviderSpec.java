package io.modeenvoy.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a ModelProvider is. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ModelProviderSpec(
        @Required @JsonPropertyDescription("The wire format spoken upstream.")
        Schema schema,

        @Required @JsonPropertyDescription("Where the provider is reached.")
        Endpoint endpoint,

        @JsonPropertyDescription("How we authenticate there. Absent: not at all.") @Nullable
        Auth auth,

        @JsonPropertyDescription(
                "TLS to the provider. Absent: an https endpoint is checked against the system's roots.")
        @Nullable
        Tls tls,

        @Size(max = 128) @JsonPropertyDescription("The models it serves, with their limits and prices.")
        List<Model> models,

        @Default("Refuse")
        @JsonPropertyDescription(
                "What becomes of a call with fields nobody knows that look as if they choose a model or set a limit. Refuse: it is refused if a Strict budget counts its tokens; known second places for a model, such as models, are refused always. Allow: such fields pass; their effect is the provider's.")
        UnknownFields unknownFields,

        @JsonPropertyDescription(
                "What the provider's API takes, where servers that speak the same format differ. Absent: what is known of the host.")
        @Nullable
        ModelProviderProfile profile,

        @JsonPropertyDescription("Which headers go to the provider. Absent: those of the gateway's own list.") @Nullable
        Headers headers) {
    public ModelProviderSpec {
        models = Absent.list(models);
        unknownFields = Absent.or(unknownFields, UnknownFields.REFUSE);
    }

    /** What becomes of fields nobody knows. */
    public enum UnknownFields {
        @JsonProperty("Allow")
        ALLOW,
        @JsonProperty("Refuse")
        REFUSE
    }

    /** What goes to a provider beside the gateway's own list. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Headers(
            @Size(max = 32)
            @ValidationRule(
                    value = "self.all(h, !h.matches('" + ReservedHeaders.OF_CALLERS + "'))",
                    message =
                            "expected: no header that frames messages, says where a call comes from, holds a client's credential, describes the body or is Mode Envoy's own, and not host")
            @JsonPropertyDescription(
                    "Headers of a client's request that go to the provider as they are, for example traceparent.")
            List<@Pattern(Formats.HEADER) String> forward) {
        public Headers {
            forward = Absent.list(forward);
        }
    }

    /** Wire formats. */
    public enum Schema {
        @JsonProperty("OpenAI")
        OPENAI
    }

    /** A URL, or a Service of the cluster and a path. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @ValidationRule(
            value = "has(self.url) != has(self.backendRef)",
            message = "expected: exactly one of url, backendRef")
    @ValidationRule(
            value = "!has(self.basePath) || has(self.backendRef)",
            message = "expected: basePath only with backendRef; a url carries its own path")
    public record Endpoint(
            @Pattern(
                    "^https?://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?(\\?[A-Za-z0-9._~%&=+:,/-]*)?$")
            @Size(max = 1024)
            @JsonPropertyDescription(
                    "An http or https URL with the path under which the API lies, for example https://api.openai.com/v1. A query, for example ?api-version=2024-10-21, goes with every call; it is shown to whoever sees this object, so no place for a secret.")
            @Nullable
            String url,

            @JsonPropertyDescription("A Service that serves the models.") @Nullable
            BackendRef backendRef,

            @Pattern("^(/[A-Za-z0-9._~/-]*)?$")
            @Size(max = 1024)
            @JsonPropertyDescription("Path under which the Service's API lies, for example /v1.")
            @Nullable
            String basePath,

            @Pattern(Formats.DURATION)
            @JsonPropertyDescription(
                    "How long a connection may be unused before the gateway closes it; shorter than the provider's own limit, so that no call is sent on one that it has just closed. Absent: 4s, with TLS 50s.")
            @Nullable
            String idleTimeout) {}

    /** A Service and its port. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record BackendRef(
            @Default("Service") @JsonPropertyDescription("Kind of the backend.")
            BackendKind kind,

            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the backend.")
            String name,

            @Size(max = 63)
            @JsonPropertyDescription(
                    "Namespace of the backend, if not the provider's own; needs a ReferenceGrant there.")
            @Nullable
            String namespace,

            @Required @Min(1) @Max(65535) @JsonPropertyDescription("Port of the Service.")
            Integer port) {
        public BackendRef {
            kind = Absent.or(kind, BackendKind.SERVICE);
        }

        /** Kinds of backends. */
        public enum BackendKind {
            @JsonProperty("Service")
            SERVICE
        }
    }

    /** How we authenticate. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @ValidationRule(
            value = "(self.type == 'None') != has(self.secretRef)",
            message = "expected: a secretRef for the types Bearer and Header, none for None")
    @ValidationRule(
            value = "(self.type == 'Header') == has(self.name)",
            message = "expected: name (of the header) with type Header, and only there")
    public record Auth(
            @Required
            @JsonPropertyDescription(
                    "Bearer sends the secret as Authorization: Bearer, Header as it is in a header of your choice, None sends nothing.")
            Type type,

            @Pattern(Formats.HEADER)
            @Size(max = 128)
            @ValidationRule(
                    value = "!self.matches('" + ReservedHeaders.OF_REQUESTS + "')",
                    message =
                            "expected: no header that frames messages, says where a call comes from or is Mode Envoy's own, and not host")
            @JsonPropertyDescription("Name of the header, for type Header.")
            @Nullable
            String name,

            @JsonPropertyDescription(
                    "The Secret that holds the credential. Its annotation modeenvoy.io/allowed-hosts names the hosts it may be sent to.")
            @Nullable
            SecretKeyRef secretRef) {
        /** Ways to authenticate. */
        public enum Type {
            @JsonProperty("Bearer")
            BEARER,
            @JsonProperty("Header")
            HEADER,
            @JsonProperty("None")
            NONE
        }
    }

    /** TLS to the provider; all parts optional. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Tls(
            @Size(min = 1, max = 253)
            @JsonPropertyDescription(
                    "Server name asked for and expected in the certificate. Absent: the host of the URL.")
            @Nullable
            String sni,

            @Size(max = 8) @JsonPropertyDescription("Authorities to trust instead of the system's roots.")
            List<CaRef> caCertificateRefs,

            @JsonPropertyDescription(
                    "A Secret of type kubernetes.io/tls with our own certificate. Its annotation modeenvoy.io/allowed-hosts names the hosts it may be shown to.")
            @Nullable
            CertificateRef clientCertificateRef) {
        public Tls {
            caCertificateRefs = Absent.list(caCertificateRefs);
        }
    }

    /** A ConfigMap or Secret with the entry {@code ca.crt}. */
    public record CaRef(
            @Default("ConfigMap") @JsonPropertyDescription("ConfigMap or Secret, with the entry ca.crt.")
            CaKind kind,

            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the ConfigMap or Secret.")
            String name) {
        public CaRef {
            kind = Absent.or(kind, CaKind.CONFIG_MAP);
        }

        /** Where authorities are kept. */
        public enum CaKind {
            @JsonProperty("ConfigMap")
            CONFIG_MAP,
            @JsonProperty("Secret")
            SECRET
        }
    }

    /** A Secret of type {@code kubernetes.io/tls}. */
    public record CertificateRef(
            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the Secret.")
            String name) {}

    /** A model the provider serves. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Model(
            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the model, as the provider knows it.")
            String name,

            @Min(1) @JsonPropertyDescription("Tokens the model can hold, input and output together.") @Nullable
            Long contextWindow,

            @Min(1) @JsonPropertyDescription("Tokens it can answer with at most.") @Nullable
            Long maxOutputTokens,

            @JsonPropertyDescription("What its tokens cost.") @Nullable
            Prices prices,

            @JsonPropertyDescription("The field that limits its output, where it is not that of the profile.")
            ModelProviderProfile.@Nullable OutputLimit outputLimit,

            @Min(1)
            @JsonPropertyDescription(
                    "Most input tokens that one picture is counted as, where it is not that of the profile.")
            @Nullable
            Long imageTokens) {
        public Model {
            name = Absent.or(name, "");
        }
    }

    /** What tokens cost. */
    public record Prices(
            @Required @Pattern("^[A-Z]{3}$") @JsonPropertyDescription("ISO 4217 code, for example USD.")
            String currency,

            @Required @JsonPropertyDescription("Prices of one million tokens.")
            PerMillion perMillion) {}

    /** Prices of one million tokens, as decimal strings; an absent price is that of input, or 0. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record PerMillion(
            @Pattern(MONEY)
            @Size(max = 19)
            @JsonPropertyDescription("Price of input tokens, for example \"0.15\".")
            @Nullable
            String input,

            @Pattern(MONEY)
            @Size(max = 19)
            @JsonPropertyDescription("Price of input tokens that the provider had cached. Absent: that of input.")
            @Nullable
            String cachedInput,

            @Pattern(MONEY)
            @Size(max = 19)
            @JsonPropertyDescription("Price of output tokens, for example \"0.60\".")
            @Nullable
            String output) {
        private static final String MONEY = "^[0-9]{1,9}(\\.[0-9]{1,9})?$";
    }
}
