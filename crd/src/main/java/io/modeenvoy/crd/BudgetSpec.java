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

/** What a Budget is. */
@ValidationRule(
        value =
                "self.limits.all(a, self.limits.exists_one(b, a.unit == b.unit && a.window == b.window && (has(a.currency) ? a.currency : '') == (has(b.currency) ? b.currency : '')))",
        message = "expected: at most one limit of a unit, currency and window")
public record BudgetSpec(
        @Required
        @JsonPropertyDescription("Whose use is counted. Several budgets may apply to a call; all must have room.")
        Target target,

        @Required @Size(min = 1, max = 16) @JsonPropertyDescription("The limits; all must have room.")
        List<Limit> limits) {
    public BudgetSpec {
        limits = Absent.list(limits);
    }

    /** Whose use is counted. */
    public record Target(
            @Required
            @JsonPropertyDescription(
                    "Tenant, or one of Consumer, APIKey, AIRoute, HTTPRoute in the budget's namespace.")
            Kind kind,

            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the target.")
            String name) {
        /** Kinds a budget can be set on. */
        public enum Kind {
            @JsonProperty("Tenant")
            TENANT,
            @JsonProperty("Consumer")
            CONSUMER,
            @JsonProperty("APIKey")
            API_KEY,
            @JsonProperty("AIRoute")
            AI_ROUTE,
            @JsonProperty("HTTPRoute")
            HTTP_ROUTE
        }
    }

    /** So much of a unit in a window. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @ValidationRule(
            value = "(self.unit == 'Money') == has(self.currency)",
            message = "expected: currency with the unit Money, and only there")
    @ValidationRule(
            value =
                    "self.unit == 'Money' ? self.amount.matches('^[0-9]{1,9}([.][0-9]{1,9})?$') : self.amount.matches('^[0-9]{1,18}$')",
            message = "expected: a whole number below 10^18, or for Money a decimal one below 10^9",
            fieldPath = ".amount")
    public record Limit(
            @Required @JsonPropertyDescription("What is counted. HTTP routes count Requests only.")
            Unit unit,

            @Pattern("^[A-Z]{3}$")
            @Size(max = 3)
            @JsonPropertyDescription("ISO 4217 code, for Money, for example USD.")
            @Nullable
            String currency,

            @Required
            @Pattern("^[0-9]{1,18}([.][0-9]{1,9})?$")
            @Size(max = 28)
            @ValidationRule(value = "self.matches('[1-9]')", message = "expected: more than 0")
            @JsonPropertyDescription("How much, as a decimal string, for example \"2000000\" or, for Money, \"25.50\".")
            String amount,

            @Required @JsonPropertyDescription("The span of time over which is counted.")
            Window window,

            @Default("Strict")
            @JsonPropertyDescription(
                    "Strict is never exceeded; Elastic may be by calls under way; Shadow only counts and reports.")
            Mode mode,

            @Size(max = 10) @JsonPropertyDescription("Shares of the amount at which to alert.")
            List<@Min(1) @Max(100) Integer> alertsAtPercent) {
        public Limit {
            mode = Absent.or(mode, Mode.STRICT);
            alertsAtPercent = Absent.list(alertsAtPercent);
        }
    }

    /** A calendar unit in the tenant's time zone, or the last so much time. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @ValidationRule(
            value = "has(self.calendar) != has(self.sliding)",
            message = "expected: exactly one of calendar, sliding")
    public record Window(
            @JsonPropertyDescription(
                    "Starts anew with each minute, hour, day, Monday or first of the month in the tenant's time zone.")
            @Nullable
            Calendar calendar,

            @Pattern(Formats.DURATION)
            @Size(max = 32)
            @ValidationRule(value = "self.matches('[1-9]')", message = "expected: more than 0")
            @JsonPropertyDescription("The last so much time, for example 1h.")
            @Nullable
            String sliding) {}

    /** What is counted. */
    public enum Unit {
        @JsonProperty("Requests")
        REQUESTS,
        @JsonProperty("InputTokens")
        INPUT_TOKENS,
        @JsonProperty("OutputTokens")
        OUTPUT_TOKENS,
        @JsonProperty("TotalTokens")
        TOTAL_TOKENS,
        @JsonProperty("Money")
        MONEY
    }

    /** Calendar units. */
    public enum Calendar {
        @JsonProperty("Minute")
        MINUTE,
        @JsonProperty("Hour")
        HOUR,
        @JsonProperty("Day")
        DAY,
        @JsonProperty("Week")
        WEEK,
        @JsonProperty("Month")
        MONTH
    }

    /** How hard a limit is. */
    public enum Mode {
        @JsonProperty("Strict")
        STRICT,
        @JsonProperty("Elastic")
        ELASTIC,
        @JsonProperty("Shadow")
        SHADOW
    }
}
