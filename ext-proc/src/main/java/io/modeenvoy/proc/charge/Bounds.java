package io.modeenvoy.proc.charge;

import io.modeenvoy.policy.BudgetMode;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.BudgetUnit;
import io.modeenvoy.policy.ProviderProfile;
import io.modeenvoy.proc.request.OutputLimit;
import io.modeenvoy.proc.request.RequestPatch;
import io.modeenvoy.proc.rule.Target;
import io.modeenvoy.proc.usage.Tokens;
import io.modeenvoy.proc.usage.Usage;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;

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
        long output = times(Math.min(outputOfOne(), ELASTIC_OUTPUT), size.scan().choices());
        return new Tokens(countedInput(), 0, output, 0);
    }

    /** Input of a call whose provider did not report it: what was sent, for nobody can tell what else was read. */
    public long countedInput() {
        return Math.min(input(), Usage.tokensOf(textBytes()) + pictureTokens());
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
        LimitFields fields = limitFields();
        Set<String> dropped = new HashSet<>(fields.dropped());
        dropped.addAll(profile().droppedFields());
        if (profile().streamOptions() == ProviderProfile.StreamOptions.NEVER) {
            dropped.add("stream_options");
        }
        return new RequestPatch(target.modelName(), limits(fields), fields.renamed(), dropped, asksForUsage());
    }

    /** The fields that the provider gets and the client did not write, sorted. */
    public SortedSet<String> addedFields() {
        return patch().added(size.scan());
    }

    /** Whether the answer has a piece with its usage that the client did not ask for. */
    public boolean addsUsage() {
        return asksForUsage() && !size.scan().asksForUsage();
    }

    private boolean asksForUsage() {
        return size.scan().stream()
                && size.endpoint().reportsUsageOnRequest()
                && profile().streamOptions() == ProviderProfile.StreamOptions.INJECT;
    }

    private ProviderProfile profile() {
        return target.provider().profile();
    }

    private long input() {
        long window = target.contextWindow();
        if (size.scan().remoteContent()) {
            return window > 0 ? window : Math.max(size.bodyBytes(), REMOTE_INPUT);
        }
        long shown = textBytes() + pictureTokens();
        return window > 0 ? Math.min(window, shown) : shown;
    }

    /** A token of text is at least one byte of the body; a picture is no text. */
    private long textBytes() {
        return size.bodyBytes() - size.scan().pictures().bytes();
    }

    private long pictureTokens() {
        return PictureTokens.of(size.scan().pictures(), target);
    }

    private LimitFields limitFields() {
        return LimitFields.of(size.endpoint(), size.scan(), target);
    }

    private long outputOfOne() {
        if (!size.endpoint().generates()) {
            return 0;
        }
        OptionalLong asked = limitFields().asked();
        return asked.isPresent() ? capped(asked.getAsLong()) : unasked();
    }

    private long unasked() {
        return target.maxOutputTokens() > 0 ? target.maxOutputTokens() : size.defaultOutput();
    }

    private long capped(long asked) {
        return target.maxOutputTokens() > 0 ? Math.min(asked, target.maxOutputTokens()) : asked;
    }

    private Map<OutputLimit, Long> limits(LimitFields fields) {
        Map<OutputLimit, Long> changes = new EnumMap<>(OutputLimit.class);
        if (!limited) {
            return changes;
        }
        fields.given().forEach((field, value) -> {
            if (capped(value) != value) {
                changes.put(field, capped(value));
            }
        });
        OutputLimit added = fields.added();
        if (fields.given().isEmpty() && added != null) {
            changes.put(added, unasked());
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
