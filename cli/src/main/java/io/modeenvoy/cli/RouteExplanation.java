package io.modeenvoy.cli;

import io.modeenvoy.access.Authentication;
import io.modeenvoy.access.Decision;
import io.modeenvoy.ir.HttpAction;
import io.modeenvoy.ir.RouteIr;
import io.modeenvoy.ir.VirtualHostIr;
import io.modeenvoy.policy.AiEntryPolicy;
import io.modeenvoy.policy.AiRoutePolicy;
import io.modeenvoy.policy.BudgetPolicy;
import io.modeenvoy.policy.RouteRef;
import io.modeenvoy.proc.rule.RuleChoice;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Route, decision, budgets and backends of a call. */
record RouteExplanation(CallToExplain call, PolicyWorld world, Explanation explanation) {
    /** Whether the call would go through. */
    boolean explain(VirtualHostIr host, PolicyWorld.@Nullable Who who) {
        for (RouteIr route : host.routes()) {
            switch (route) {
                case RouteIr.Http http
                when RequestMatching.matches(http.match(), call) -> {
                    return http(http, who);
                }
                case RouteIr.AiEntry entry
                when call.pathOnly().startsWith(entry.pathPrefix()) -> {
                    return ai(entry, who);
                }
                case RouteIr.Http _, RouteIr.AiEntry _, RouteIr.AiRule _ -> {}
            }
        }
        explanation.add("route", "none matches " + call.method() + " " + call.path() + ": 404");
        return false;
    }

    private boolean http(RouteIr.Http route, PolicyWorld.@Nullable Who who) {
        explanation.add("route", route.origin() + " (" + route.name() + "): " + RequestMatching.text(route.match()));
        boolean allowed = !route.guard().authorize() || allowed(route.guard().route(), who);
        switch (route.action()) {
            case HttpAction.Forward forward ->
                forward.clusters()
                        .forEach(cluster ->
                                explanation.add("backends", cluster.cluster() + ", weight " + cluster.weight()));
            case HttpAction.Redirect redirect -> explanation.add("backends", "none: redirect " + redirect.status());
            case HttpAction.Respond respond -> {
                explanation.add("backends", "none: answers " + respond.status());
                return false;
            }
        }
        return allowed;
    }

    private boolean ai(RouteIr.AiEntry route, PolicyWorld.@Nullable Who who) {
        AiEntryPolicy entry = world.entry(route.entry());
        if (entry == null || call.model() == null) {
            explanation.add("route", "AI entry " + route.entry() + "; --model says which rule would serve the call");
            return entry != null;
        }
        Optional<RuleChoice> choice = RuleChoice.choose(entry, world.ai(), call.model(), call.headers()::get);
        if (choice.isEmpty()) {
            explanation.add("route", "no rule of " + entry.routes() + " serves model " + call.model() + ": 404");
            return false;
        }
        AiRoutePolicy.Rule rule = choice.get().rule();
        explanation.add(
                "route",
                "AIRoute " + choice.get().routeName() + ", rule " + rule.id() + ": serves model " + call.model());
        boolean allowed = allowed(choice.get().route(), who);
        rule.backends().stream()
                .sorted(Comparator.comparingInt(AiRoutePolicy.Backend::priority))
                .forEach(backend -> explanation.add("backends", text(backend)));
        if (rule.backends().isEmpty()) {
            explanation.add("backends", "none is usable: 503");
        }
        explanation.add("loses", "nothing: the client and every backend speak OpenAI's API");
        return allowed && !rule.backends().isEmpty();
    }

    private String text(AiRoutePolicy.Backend backend) {
        return "ModelProvider " + backend.provider() + " as model "
                + (backend.model() == null ? call.model() : backend.model()) + ", priority " + backend.priority()
                + ", weight " + backend.weight();
    }

    private boolean allowed(RouteRef route, PolicyWorld.@Nullable Who who) {
        Authentication authentication =
                who == null ? new Authentication.Anonymous() : new Authentication.Known(who.caller());
        return switch (world.access().authorize(authentication, route)) {
            case Decision.Allow allow -> {
                explanation.add("decision", "allowed");
                allow.budgets().forEach(budget -> explanation.add("budgets", text(budget)));
                yield who == null || who.key() == null || !who.key().revoked();
            }
            case Decision.Deny deny -> {
                explanation.add(
                        "decision",
                        "denied: " + deny.denial().status() + " "
                                + deny.denial().code() + ", " + deny.denial().message());
                yield false;
            }
        };
    }

    private static String text(BudgetPolicy budget) {
        String unit = budget.unit().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return "Budget " + budget.budget() + ": " + budget.amount() + " " + unit + " "
                + budget.window().inWords() + ", "
                + budget.mode().name().toLowerCase(Locale.ROOT);
    }
}
