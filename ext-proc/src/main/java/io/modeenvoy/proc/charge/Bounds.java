package io.modeenvoy.proc.charge;

import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.proc.request.OutputLimit;
import io.modeenvoy.proc.request.RequestPatch;
import io.modeenvoy.proc.request.RequestScan;
import io.modeenvoy.proc.rule.Target;
import io.modeenvoy.proc.usage.Tokens;
import io.modeenvoy.proc.usage.Usage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The tokens one backend can use for a call, and the changes of the body that make it so. */
public record Bounds(CallSize size, Target target, boolean limited) {
    /** Input tokens assumed for content the body does not show, where the model's context window is not known. */
    static final long REMOTE_INPUT = 128_000;
    /** Output tokens of one answer that an elastic budget holds at most; what is used beyond is booked at the end. */
    static final long ELASTIC_OUTPUT = 1_024;

    /** Bounds under {@code budgets}: output is limited only where one of them counts it. */
    public static Bounds of(CallSize size, Target target, List<BudgetPolicy> budgets) {
        boolean limited = size.endpoint().generates() && budgets.stream().anyMatch(Bounds::countsOutput);
        return new Bounds(size, target, limited);
    }

    private static boolean countsOutput(BudgetPolicy budget) {
        return countsOutput(budget.unit()) && budget.mode() != BudgetMode.SHADOW;
    }

    static boolean countsOutput(BudgetUnit unit) {
        return switch (unit) {
            case OUTPUT_TOKENS, TOTAL_TOKENS, MONEY -> true;
            case REQUESTS, INPUT_TOKENS -> false;
        };
    }

    /** Never exceeded by a provider that keeps to the limits it is given. */
    public Tokens upper() {
        return new Tokens(input(), 0, times(outputOfOne(), size.scan().choices()), 0);
    }

    /** What is to be expected. */
    Tokens expected() {
        long input = Math.min(input(), Usage.tokensOf(size.bodyBytes()));
        long output = times(Math.min(outputOfOne(), ELASTIC_OUTPUT), size.scan().choices());
        return new Tokens(input, 0, output, 0);
    }

    /** Input of a call whose provider did not report it: what was sent, for nobody can tell what else was read. */
    public long countedInput() {
        return Math.min(input(), Usage.tokensOf(size.bodyBytes()));
    }

    /**
     * Output of an answer of which nothing can be counted, since it came in a coding that nobody here knows: half of what was to be expected, as it may be anything
     * from nothing to all of it. The size of what is compressed says nothing of what it holds.
     */
    public long assumedOutput() {
        long expected = expected().output();
        return expected / 2 + expected % 2;
    }

    /** The body's changes for this backend. */
    public RequestPatch patch() {
        boolean ask = size.scan().stream() && size.endpoint().reportsUsageOnRequest();
        return new RequestPatch(target.modelName(), limits(), ask);
    }

    private long input() {
        long window = target.contextWindow();
        if (size.scan().remoteContent()) {
            return window > 0 ? window : Math.max(size.bodyBytes(), REMOTE_INPUT);
        }
        return window > 0 ? Math.min(window, size.bodyBytes()) : size.bodyBytes();
    }

    private long outputOfOne() {
        if (!size.endpoint().generates()) {
            return 0;
        }
        long asked = OutputLimit.of(size.endpoint()).stream()
                .map(size.scan().limits()::get)
                .mapToLong(limit -> limit == null ? -1 : limit.value())
                .max()
                .orElse(-1);
        return asked < 0 ? unasked() : capped(asked);
    }

    private long unasked() {
        return target.maxOutputTokens() > 0 ? target.maxOutputTokens() : size.defaultOutput();
    }

    private long capped(long asked) {
        return target.maxOutputTokens() > 0 ? Math.min(asked, target.maxOutputTokens()) : asked;
    }

    private Map<OutputLimit, Long> limits() {
        Map<OutputLimit, Long> changes = new EnumMap<>(OutputLimit.class);
        if (!limited) {
            return changes;
        }
        List<OutputLimit> fields = OutputLimit.of(size.endpoint());
        boolean given = false;
        for (OutputLimit field : fields) {
            RequestScan.Limit limit = size.scan().limits().get(field);
            if (limit != null && limit.given()) {
                given = true;
                if (capped(limit.value()) != limit.value()) {
                    changes.put(field, capped(limit.value()));
                }
            }
        }
        if (!given) {
            changes.put(fields.getFirst(), unasked());
        }
        return changes;
    }

    private static long times(long a, long b) {
        return a != 0 && b > Long.MAX_VALUE / a ? Long.MAX_VALUE : a * b;
    }

    /** The amount of {@code unit} that {@code tokens} are, money aside. */
    static long amount(BudgetUnit unit, Tokens tokens) {
        return switch (unit) {
            case REQUESTS -> 1;
            case INPUT_TOKENS -> tokens.input();
            case OUTPUT_TOKENS -> tokens.output();
            case TOTAL_TOKENS -> tokens.total();
            case MONEY -> throw new IllegalArgumentException("money needs prices");
        };
    }
}
