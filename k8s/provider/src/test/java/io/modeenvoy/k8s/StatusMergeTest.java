package io.modeenvoy.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.modeenvoy.k8s.StatusDraft.Urgency;
import io.modeenvoy.k8s.WantedStatus.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StatusMergeTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.5Z");
    private static final Instant LATER = NOON.plusSeconds(60);
    private static final String US = "modeenvoy.io/gateway-controller";

    @Test
    void writesTheWholeOfAStatusThatIsNotThere() {
        StatusDraft draft = StatusMerge.draft(json("null"), object(accepted("True", 1)), NOON);

        assertThat(draft.urgency()).isEqualTo(Urgency.NOW);
        assertThat(draft.status()).isEqualTo(json("""
            {"conditions": [{"type": "Accepted", "status": "True", "reason": "Accepted", "message": "fine",
              "observedGeneration": 1, "lastTransitionTime": "2026-11-21T12:00:00Z"}]}\
            """));
    }

    @Test
    void writesNothingWhenItStandsThere() {
        WantedStatus wanted = object(accepted("True", 1), programmed("True", "Programmed", "1/1", 1));
        JsonNode status = StatusMerge.draft(json("null"), wanted, NOON).status();

        assertThat(StatusMerge.draft(status, wanted, LATER).urgency()).isEqualTo(Urgency.NONE);
    }

    @Test
    void doesNotMindTheOrderOfConditions() {
        WantedStatus one = object(accepted("True", 1), programmed("True", "Programmed", "1/1", 1));
        WantedStatus other = object(programmed("True", "Programmed", "1/1", 1), accepted("True", 1));
        JsonNode status = StatusMerge.draft(json("null"), one, NOON).status();

        assertThat(StatusMerge.draft(status, other, LATER).urgency()).isEqualTo(Urgency.NONE);
    }

    @Test
    void keepsTheTransitionTimeAsLongAsTheStatusStays() {
        JsonNode status = StatusMerge.draft(json("null"), object(accepted("True", 1)), NOON)
                .status();

        assertThat(transition(StatusMerge.draft(status, object(accepted("True", 2)), LATER)))
                .isEqualTo("2026-11-21T12:00:00Z");
        assertThat(transition(StatusMerge.draft(status, object(accepted("False", 2)), LATER)))
                .isEqualTo("2026-11-21T12:01:00Z");
    }

    @Test
    void doesNotKeepATransitionTimeThatNobodyMeant() {
        JsonNode status = json("""
            {"conditions": [{"type": "Accepted", "status": "Unknown", "reason": "Pending", "message": "Waiting for controller",
              "lastTransitionTime": "1970-01-01T00:00:00Z"}]}\
            """);

        assertThat(transition(StatusMerge.draft(status, object(accepted("Unknown", 1)), NOON)))
                .isEqualTo("2026-11-21T12:00:00Z");
    }

    @Test
    void leavesConditionsOfOthersAlone() {
        JsonNode theirs = json("""
            {"conditions": [{"type": "Healthy", "status": "True", "reason": "X", "message": "", "lastTransitionTime": "t"}]}\
            """);

        StatusDraft draft = StatusMerge.draft(theirs, object(accepted("True", 1)), NOON);

        assertThat(draft.status().findValuesAsText("type")).containsExactly("Accepted");
    }

    @Test
    void takesBackAConditionOfOursThatHoldsNoMore() {
        JsonNode status = StatusMerge.draft(
                        json("null"), object(accepted("True", 1), programmed("True", "Programmed", "1/1", 1)), NOON)
                .status();

        StatusDraft draft = StatusMerge.draft(status, object(accepted("True", 1)), LATER);

        assertThat(draft.urgency()).isEqualTo(Urgency.NOW);
        assertThat(draft.status().findValuesAsText("type")).containsExactly("Accepted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PartiallyInvalid", "Warned"})
    void takesBackAWordThatHoldsNoMore(String type) {
        WantedStatus.Condition word = new WantedStatus.Condition(type, "True", "Duplicate", "twice", 1);
        JsonNode status = StatusMerge.draft(json("null"), object(accepted("True", 1), word), NOON)
                .status();

        StatusDraft draft = StatusMerge.draft(status, object(accepted("True", 1)), LATER);

        assertThat(draft.urgency()).isEqualTo(Urgency.NOW);
        assertThat(draft.status().findValuesAsText("type")).containsExactly("Accepted");
    }

    @Test
    void isInNoHurryAboutProgress() {
        JsonNode status = StatusMerge.draft(json("null"), object(programmed("True", "Programmed", "3/3", 1)), NOON)
                .status();

        assertThat(urgency(status, programmed("True", "Programmed", "4/4", 1))).isEqualTo(Urgency.LATER);
        assertThat(urgency(status, programmed("False", "Pending", "3/4", 1))).isEqualTo(Urgency.LATER);
        assertThat(urgency(status, programmed("Unknown", "NoNodes", "0/0", 1))).isEqualTo(Urgency.LATER);
        assertThat(urgency(status, programmed("False", "Rejected", "3/4", 1))).isEqualTo(Urgency.NOW);
        assertThat(urgency(status, programmed("False", "Pending", "0/3", 2))).isEqualTo(Urgency.NOW);
    }

    @Test
    void isInAHurryAboutTheRestOfAnObjectWhoseProgressChangesToo() {
        JsonNode status = StatusMerge.draft(
                        json("null"), object(accepted("True", 1), programmed("True", "Programmed", "3/3", 1)), NOON)
                .status();

        StatusDraft draft = StatusMerge.draft(
                status, object(accepted("False", 1), programmed("False", "Pending", "3/4", 1)), LATER);

        assertThat(draft.urgency()).isEqualTo(Urgency.NOW);
        assertThat(draft.status().toString()).contains("3/4");
    }

    @Test
    void keepsWhatOtherControllersSayOfARoute() {
        JsonNode status = json("""
            {"parents": [{"parentRef": {"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "theirs"},
              "controllerName": "example.com/other", "conditions": []}]}\
            """);
        WantedStatus wanted = new WantedStatus.OfRoute(US, List.of(parent("ours")));

        StatusDraft draft = StatusMerge.draft(status, wanted, NOON);

        assertThat(draft.shared()).isTrue();
        assertThat(draft.status().at("/parents/0")).isEqualTo(status.at("/parents/0"));
        assertThat(draft.status().at("/parents/1/parentRef/name").asText()).isEqualTo("ours");
        assertThat(StatusMerge.draft(draft.status(), wanted, LATER).urgency()).isEqualTo(Urgency.NONE);
    }

    @Test
    void takesItsEntriesFromARouteThatHasLeft() {
        JsonNode status = StatusMerge.draft(json("null"), new WantedStatus.OfRoute(US, List.of(parent("ours"))), NOON)
                .status();

        StatusDraft draft = StatusMerge.draft(status, new WantedStatus.OfRoute(US, List.of()), LATER);

        assertThat(draft.urgency()).isEqualTo(Urgency.NOW);
        assertThat(draft.status()).isEqualTo(json("{\"parents\": []}"));
    }

    @Test
    void saysNothingOfARouteThatIsNotOurs() {
        WantedStatus nothing = new WantedStatus.OfRoute(US, List.of());

        assertThat(StatusMerge.draft(json("null"), nothing, NOON).urgency()).isEqualTo(Urgency.NONE);
    }

    @Test
    void keepsTheTransitionTimesOfEachParentAndListener() {
        WantedStatus route = new WantedStatus.OfRoute(US, List.of(parent("one"), parent("two")));
        WantedStatus gateway = gateway(1);
        JsonNode routeStatus = StatusMerge.draft(json("null"), route, NOON).status();
        JsonNode gatewayStatus = StatusMerge.draft(json("null"), gateway, NOON).status();

        assertThat(StatusMerge.draft(routeStatus, route, LATER).urgency()).isEqualTo(Urgency.NONE);
        assertThat(StatusMerge.draft(gatewayStatus, gateway, LATER).urgency()).isEqualTo(Urgency.NONE);
        assertThat(StatusMerge.draft(gatewayStatus, gateway(2), LATER).status().findValuesAsText("lastTransitionTime"))
                .containsOnly("2026-11-21T12:00:00Z");
    }

    @Test
    void writesAMessageThatIsTooLongOnlyInPart() {
        Condition wordy = new Condition("Accepted", "False", "X", "x".repeat(100_000), 1);

        assertThat(StatusMerge.draft(json("null"), object(wordy), NOON)
                        .status()
                        .findValuesAsText("message")
                        .getFirst())
                .hasSizeLessThan(32_768);
    }

    private static Urgency urgency(JsonNode status, Condition wanted) {
        return StatusMerge.draft(status, object(wanted), LATER).urgency();
    }

    private static String transition(StatusDraft draft) {
        return draft.status().at("/conditions/0/lastTransitionTime").asText();
    }

    @Test
    void writesThePoliciesOfAGatewayBesideThoseOfOthers() {
        JsonNode current = json("""
            {"ancestors": [{"ancestorRef": {"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "theirs"},
            "controllerName": "example.com/other", "conditions": []}]}\
            """);
        WantedStatus wanted = new WantedStatus.OfPolicy("modeenvoy.io/gateway", List.of(parent("edge")));

        StatusDraft draft = StatusMerge.draft(current, wanted, NOON);

        assertThat(draft.status().at("/ancestors/0/controllerName").asText()).isEqualTo("example.com/other");
        assertThat(draft.status().at("/ancestors/1/ancestorRef/name").asText()).isEqualTo("edge");
        assertThat(StatusMerge.draft(draft.status(), wanted, NOON).urgency()).isEqualTo(Urgency.NONE);
    }

    @Test
    void writesTheListenersOfASetAndNothingElse() {
        WantedStatus wanted = new WantedStatus.OfListenerSet(
                List.of(accepted("True", 1)),
                List.of(new WantedStatus.Listener("http", List.of(), 2, List.of(accepted("True", 1)))));

        StatusDraft draft = StatusMerge.draft(json("{}"), wanted, NOON);

        assertThat(draft.status().fieldNames()).toIterable().containsExactlyInAnyOrder("conditions", "listeners");
        assertThat(draft.status().at("/listeners/0/attachedRoutes").asInt()).isEqualTo(2);
        assertThat(StatusMerge.draft(draft.status(), wanted, NOON).urgency()).isEqualTo(Urgency.NONE);
    }

    @Test
    void writesWhatAClassOffersBesideItsConditions() {
        WantedStatus wanted =
                new WantedStatus.OfGatewayClass(List.of(accepted("True", 1)), List.of("Gateway", "HTTPRoute"));

        StatusDraft draft = StatusMerge.draft(json("{}"), wanted, NOON);

        assertThat(draft.status().path("supportedFeatures").findValuesAsText("name"))
                .containsExactly("Gateway", "HTTPRoute");
        assertThat(StatusMerge.draft(draft.status(), wanted, NOON).urgency()).isEqualTo(Urgency.NONE);
        WantedStatus less = new WantedStatus.OfGatewayClass(List.of(accepted("True", 1)), List.of("Gateway"));
        assertThat(StatusMerge.draft(draft.status(), less, NOON).urgency()).isEqualTo(Urgency.NOW);
    }

    private static WantedStatus object(Condition... conditions) {
        return new WantedStatus.OfObject(List.of(conditions));
    }

    private static WantedStatus gateway(int attached) {
        return new WantedStatus.OfGateway(
                List.of(accepted("True", 1)),
                List.of(new WantedStatus.Listener(
                        "http",
                        List.of(new WantedStatus.RouteKind("modeenvoy.io", "AIRoute")),
                        attached,
                        List.of(accepted("True", 1)))),
                List.of(new WantedStatus.Address("IPAddress", "10.0.0.1")),
                0);
    }

    private static WantedStatus.Parent parent(String name) {
        return new WantedStatus.Parent(
                new WantedStatus.ParentRef("gateway.networking.k8s.io", "Gateway", null, name, null, null),
                List.of(accepted("True", 1)));
    }

    private static Condition accepted(String status, long generation) {
        return new Condition("Accepted", status, "Accepted", "fine", generation);
    }

    private static Condition programmed(String status, String reason, String message, long generation) {
        return new Condition("Programmed", status, reason, message, generation);
    }

    private static JsonNode json(String text) {
        try {
            return ObjectReading.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
