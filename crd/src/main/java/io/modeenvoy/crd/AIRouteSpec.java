package io.modeenvoy.crd;

import com.fasterxml.jackson.annotation.JsonCreator;
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

/** What an AIRoute is. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AIRouteSpec(
        @Required @Size(min = 1, max = 32) @JsonPropertyDescription("The Gateways the route hangs on.")
        List<ParentRef> parentRefs,

        @Size(max = 16) @JsonPropertyDescription("Hostnames the route answers for. Absent: those of the listener.")
        List<@Pattern(Formats.HOSTNAME) String> hostnames,

        @Default("Tenant")
        @JsonPropertyDescription(
                "Who may call: Tenant (any consumer of the route's tenant), Authenticated (any valid credential) or Anyone.")
        Access access,

        @Required
        @Size(min = 1, max = 64)
        @JsonPropertyDescription("Where calls go. An exact model wins over the longest prefix, and that over \"*\".")
        List<Rule> rules,

        @JsonPropertyDescription(
                "What pages of other sites may do in a browser. AIRoutes on one hostname share it: that of the oldest one counts. Absent: nothing.")
        @Nullable
        Cors cors) {
    public AIRouteSpec {
        parentRefs = Absent.list(parentRefs);
        hostnames = Absent.list(hostnames);
        access = Absent.or(access, Access.TENANT);
        rules = Absent.list(rules);
    }

    /** What pages of other sites may do in a browser, in the words of the Gateway API. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Cors(
            @Required
            @Size(min = 1, max = 64)
            @JsonPropertyDescription(
                    "The sites: origins such as https://app.example.com or https://*.example.com, or * for all.")
            List<@Pattern(Formats.ORIGIN) String> allowOrigins,

            @JsonPropertyDescription(
                    "Whether a browser may send cookies and the like along. Mode Envoy wants a key in a header, which needs none. Absent: no.")
            @Nullable
            Boolean allowCredentials,

            @Size(max = 9) @JsonPropertyDescription("Methods that may be used, or *. Absent: GET and POST.")
            List<@Pattern(Formats.METHOD) String> allowMethods,

            @Size(max = 64)
            @JsonPropertyDescription("Request headers that may be sent, or *. Absent: all that a browser asks for.")
            List<@Pattern(Formats.HEADER) String> allowHeaders,

            @Size(max = 64)
            @JsonPropertyDescription("Headers of answers that may be read, or *. Absent: all, without credentials.")
            List<@Pattern(Formats.HEADER) String> exposeHeaders,

            @Default("5") @Min(0) @JsonPropertyDescription("Seconds for which a browser remembers that it has asked.")
            Integer maxAge) {
        public Cors {
            allowOrigins = Absent.list(allowOrigins);
            allowMethods = Absent.list(allowMethods);
            allowHeaders = Absent.list(allowHeaders);
            exposeHeaders = Absent.list(exposeHeaders);
            maxAge = Absent.or(maxAge, 5);
        }
    }

    /** A Gateway, or one of its listeners. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ParentRef(
            @Default(ParentRef.GATEWAY_GROUP) @Size(max = 253) @JsonPropertyDescription("Group of the parent.")
            String group,

            @Default(ParentRef.GATEWAY) @Size(max = 63) @JsonPropertyDescription("Kind of the parent.")
            String kind,

            @Size(max = 63) @JsonPropertyDescription("Namespace of the parent. Absent: the route's own.") @Nullable
            String namespace,

            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the parent.")
            String name,

            @Size(max = 253) @JsonPropertyDescription("Name of the one listener to hang on. Absent: all.") @Nullable
            String sectionName,

            @Min(1) @Max(65535) @JsonPropertyDescription("Port of the listeners to hang on. Absent: all.") @Nullable
            Integer port) {
        static final String GATEWAY_GROUP = "gateway.networking.k8s.io";
        static final String GATEWAY = "Gateway";

        public ParentRef {
            group = Absent.or(group, GATEWAY_GROUP);
            kind = Absent.or(kind, GATEWAY);
        }
    }

    /** Calls that match, and the providers they go to. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Rule(
            @Required
            @Pattern(Formats.LABEL)
            @Size(min = 1, max = 63)
            @JsonPropertyDescription("Name of the rule, unique in the route; appears in metrics and logs.")
            String name,

            @Size(max = 64)
            @JsonPropertyDescription("Alternatives of which one must match. Absent: every call matches.")
            List<Match> matches,

            @Required
            @Size(min = 1, max = 16)
            @JsonPropertyDescription(
                    "Providers to send to, by weight within a priority; a higher priority number is used when the lower ones fail.")
            List<BackendRef> backendRefs,

            @JsonPropertyDescription("How long a call may take.") @Nullable
            Timeouts timeouts,

            @JsonPropertyDescription("When a failed attempt is followed by another.") @Nullable
            Retry retry) {
        public Rule {
            matches = Absent.list(matches);
            backendRefs = Absent.list(backendRefs);
        }
    }

    /** One of the models and all of the headers. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Match(
            @Size(max = 64)
            @JsonPropertyDescription(
                    "Names of models: exact, a prefix that ends in *, or * for all. Absent: every model.")
            List<@Pattern(Formats.MODEL) String> models,

            @Size(max = 16) @JsonPropertyDescription("Request headers that must all have these values.")
            List<HeaderMatch> headers) {
        public Match {
            models = Absent.list(models);
            headers = Absent.list(headers);
        }
    }

    /** A header with an exact value. */
    public record HeaderMatch(
            @Required
            @Pattern("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")
            @Size(min = 1, max = 256)
            @JsonPropertyDescription("Name of the header, in any case.")
            String name,

            @Required @Size(min = 1, max = 4096) @JsonPropertyDescription("Its exact value.")
            String value) {}

    /** A ModelProvider to send to. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record BackendRef(
            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the ModelProvider.")
            String name,

            @Size(max = 63)
            @JsonPropertyDescription(
                    "Namespace of the ModelProvider, if not the route's own; needs a ReferenceGrant there.")
            @Nullable
            String namespace,

            @Size(min = 1, max = 253)
            @JsonPropertyDescription("The model to ask the provider for. Absent: the one the client asked for.")
            @Nullable
            String model,

            @Default("1")
            @Min(0)
            @Max(1_000_000)
            @JsonPropertyDescription("Share of the calls among the backends of one priority.")
            Integer weight,

            @Default("0") @Min(0) @Max(15) @JsonPropertyDescription("0 is tried first, 1 when 0 fails, and so on.")
            Integer priority) {
        public BackendRef {
            weight = Absent.or(weight, 1);
            priority = Absent.or(priority, 0);
        }
    }

    /** How long a call may take, as Gateway API durations. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Timeouts(
            @Pattern(Formats.DURATION)
            @JsonPropertyDescription(
                    "For one attempt at an answer that streams, up to its first token: content, reasoning or a call of a tool; headers, comments and an empty first chunk are none. Then the next backend is tried, or the call ends with 504. For example 20s.")
            @Nullable
            String firstToken,

            @Pattern(Formats.DURATION)
            @JsonPropertyDescription(
                    "For an answer that streams, without a byte in either direction, for example 30s. Absent: as long as request.")
            @Nullable
            String idle,

            @Pattern(Formats.DURATION) @JsonPropertyDescription("For the whole call, for example 300s.") @Nullable
            String request) {}

    /** When a failed attempt is followed by another. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @ValidationRule(
            value = "!has(self.retryOn) || !has(self.on)",
            message = "expected: retryOn without on, its former name")
    public record Retry(
            @Required @Min(0) @Max(10) @JsonPropertyDescription("Further attempts after the first.")
            Integer attempts,

            @Size(min = 1, max = 4)
            @JsonPropertyDescription("What makes an attempt a failed one. Absent: connect-failure, 5xx and 429.")
            List<RetryOn> retryOn,

            @Size(min = 1, max = 4)
            @JsonPropertyDescription("The former name of retryOn; YAML reads it as true unless it is in quotes.")
            List<RetryOn> on) {
        private static final List<RetryOn> USUAL =
                List.of(RetryOn.CONNECT_FAILURE, RetryOn.SERVER_ERROR, RetryOn.TOO_MANY_REQUESTS);

        public Retry {
            retryOn = Absent.list(retryOn);
            on = Absent.list(on);
        }

        /** What makes an attempt a failed one, by whichever name it was written. */
        public List<RetryOn> conditions() {
            return !retryOn.isEmpty() ? retryOn : on.isEmpty() ? USUAL : on;
        }
    }

    /** What makes an attempt a failed one. */
    public enum RetryOn {
        @JsonProperty("connect-failure")
        CONNECT_FAILURE,
        @JsonProperty("reset")
        RESET,
        @JsonProperty("5xx")
        SERVER_ERROR,
        @JsonProperty("429")
        TOO_MANY_REQUESTS;

        /** Also from the number 429, which is what YAML makes of the word. */
        @JsonCreator
        static RetryOn of(String written) {
            return switch (written) {
                case "connect-failure" -> CONNECT_FAILURE;
                case "reset" -> RESET;
                case "5xx" -> SERVER_ERROR;
                case "429" -> TOO_MANY_REQUESTS;
                default ->
                    throw new IllegalArgumentException(
                            "retryOn: " + written + " (expected: one of 429, 5xx, connect-failure, reset)");
            };
        }
    }
}
