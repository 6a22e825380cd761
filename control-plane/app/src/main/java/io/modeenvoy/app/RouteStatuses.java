package io.modeenvoy.app;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.modeenvoy.crd.Api;
import io.modeenvoy.ir.Diagnostic;
import io.modeenvoy.ir.Diagnostic.ConditionType;
import io.modeenvoy.k8s.WantedStatus;
import io.modeenvoy.k8s.WantedStatus.Condition;
import io.modeenvoy.translator.RouteAttachment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statuses of routes in the words of the Gateway API: one entry for each parent of ours. Pure. */
final class RouteStatuses {
    private static final Pattern RULE = Pattern.compile("spec\\.rules\\[([0-9]+)].*");

    private RouteStatuses() {}

    /** @param programmed null = nothing of it can be programmed */
    static WantedStatus route(
            WrittenRoute route,
            ObjectMistakes mistakes,
            ObjectMistakes warnings,
            List<RouteAttachment> attachments,
            @Nullable ConditionView programmed) {
        List<WantedStatus.Parent> parents = new ArrayList<>();
        for (ParentReference ref : route.parents()) {
            attachments.stream()
                    .filter(attachment -> isOf(attachment, ref, route))
                    .findFirst()
                    .map(attachment -> parent(route, ref, mistakes, warnings, attachment, programmed))
                    .filter(parent ->
                            parents.stream().noneMatch(before -> before.ref().equals(parent.ref())))
                    .ifPresent(parents::add);
        }
        return new WantedStatus.OfRoute(Api.GATEWAY_CONTROLLER, parents);
    }

    private static boolean isOf(RouteAttachment attachment, ParentReference ref, WrittenRoute route) {
        String namespace = Objects.requireNonNullElse(ref.getNamespace(), route.namespace());
        String kind = Objects.requireNonNullElse(ref.getKind(), "Gateway");
        return attachment.parent().kind().equals(kind)
                && attachment.parent().name().equals(ref.getName())
                && attachment.parent().namespace().equals(namespace)
                && Objects.equals(attachment.section(), ref.getSectionName())
                && Objects.equals(attachment.port(), ref.getPort());
    }

    private static WantedStatus.Parent parent(
            WrittenRoute route,
            ParentReference ref,
            ObjectMistakes mistakes,
            ObjectMistakes warnings,
            RouteAttachment attachment,
            @Nullable ConditionView programmed) {
        List<Condition> conditions = new ArrayList<>();
        ObjectMistakes own = mistakes.of(ConditionType.ACCEPTED)
                .where(mistake -> !mistake.field().startsWith("spec.parentRefs["));
        long generation = mistakes.generation();
        if (!attachment.accepted()) {
            conditions.add(new Condition("Accepted", "False", attachment.reason(), attachment.message(), generation));
        } else if (!own.isEmpty() && isAllOf(route, own)) {
            conditions.add(own.condition(ConditionType.ACCEPTED, "", ""));
        } else {
            conditions.add(new Condition("Accepted", "True", "Accepted", "", generation));
            if (!own.isEmpty()) {
                conditions.add(new Condition("PartiallyInvalid", "True", own.reason(), own.words(), generation));
            }
        }
        conditions.add(mistakes.condition(ConditionType.RESOLVED_REFS, "ResolvedRefs", ""));
        conditions.addAll(warnings.warned());
        if (attachment.accepted() && programmed != null) {
            conditions.add(programmed.wanted());
        }
        return new WantedStatus.Parent(ref(ref), NotAccepted.in(conditions));
    }

    /** Whether every rule has a mistake. */
    private static boolean isAllOf(WrittenRoute route, ObjectMistakes mistakes) {
        Set<String> rules = mistakes.all().stream()
                .map(Diagnostic::field)
                .map(RULE::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .collect(Collectors.toUnmodifiableSet());
        return rules.size() >= Math.max(1, route.rules());
    }

    private static WantedStatus.ParentRef ref(ParentReference ref) {
        return new WantedStatus.ParentRef(
                Objects.requireNonNullElse(ref.getGroup(), "gateway.networking.k8s.io"),
                Objects.requireNonNullElse(ref.getKind(), "Gateway"),
                ref.getNamespace(),
                ref.getName(),
                ref.getSectionName(),
                ref.getPort());
    }
}
