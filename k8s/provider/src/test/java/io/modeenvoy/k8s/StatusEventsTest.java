package io.modeenvoy.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StatusEventsTest {
    private static final ObjectKey ROUTE = new ObjectKey("AIRoute", "shop", "chat");
    private static final JsonNode NONE = MissingNode.getInstance();

    private final StatusEvents events = new StatusEvents();

    private static JsonNode json(String text) {
        try {
            return ObjectReading.JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Each {@code type status reason generation message}. */
    private static String conditions(String... conditions) {
        return "'conditions': "
                + List.of(conditions).stream()
                        .map(condition -> condition.split(" ", 5))
                        .map(part ->
                                "{'type': '%s', 'status': '%s', 'reason': '%s', 'observedGeneration': %s, 'message': '%s'}"
                                        .formatted((Object[]) part))
                        .toList();
    }

    private static JsonNode status(String... conditions) {
        return json("{" + conditions(conditions) + "}");
    }

    private List<String> between(JsonNode before, JsonNode now) {
        return words(events.changed(ROUTE, "u", before, now));
    }

    private static List<String> words(Set<ObjectEvent> events) {
        return events.stream()
                .map(event ->
                        "%s %s %s %s".formatted(event.type().label(), event.action(), event.reason(), event.note()))
                .toList();
    }

    @Test
    void whatIsNotAcceptedIsAWarningInTheWordsOfItsCondition() {
        assertThat(between(
                        status("Accepted True Accepted 1 ", "Programmed True Programmed 1 everywhere"),
                        status("Accepted False BadValue 2 spec.x: 0", "Programmed False NotAccepted 2 see Accepted")))
                .containsExactly("Warning Accept BadValue spec.x: 0");
    }

    @Test
    void anotherMistakeIsToldAndTheSameIsNot() {
        JsonNode first = status("Accepted False BadValue 2 spec.x: 0");

        assertThat(between(first, status("Accepted False BadValue 3 spec.x: 0")))
                .isEmpty();
        assertThat(between(first, status("Accepted False BadValue 3 spec.x: -1")))
                .containsExactly("Warning Accept BadValue spec.x: -1");
    }

    @Test
    void whatIsAcceptedAgainIsTold() {
        assertThat(between(
                        status("Accepted False BadValue 2 spec.x: 0", "ResolvedRefs False RefNotFound 2 gone"),
                        status("Accepted True Accepted 3 ", "ResolvedRefs True ResolvedRefs 3 ")))
                .containsExactly(
                        "Normal Accept Accepted accepted again",
                        "Normal Resolve ResolvedRefs all that it refers to is there and may be used again");
    }

    @Test
    void aNewObjectThatIsAcceptedIsNoNewsUntilItIsProgrammed() {
        assertThat(between(NONE, status("Accepted True Accepted 1 ", "ResolvedRefs True ResolvedRefs 1 ")))
                .isEmpty();
        assertThat(between(NONE, status("Accepted True Accepted 1 ", "Programmed True Programmed 1 everywhere")))
                .containsExactly("Normal Program Programmed everywhere");
    }

    @Test
    void whatTheStatusSaysAlreadyIsNotToldAgain() {
        JsonNode status = status(
                "Accepted False BadValue 2 spec.x: 0",
                "Warned True LeadsBack 2 loop",
                "Programmed False Rejected 2 no");

        assertThat(between(status, status)).isEmpty();
    }

    @Test
    void aConfigurationThatProxiesRefuseIsAWarningOncePerAttempt() {
        JsonNode refused =
                status("Accepted True Accepted 2 ", "Programmed False Rejected 2 on 1/2 proxies; rejected: x");

        assertThat(between(status("Accepted True Accepted 1 ", "Programmed True Programmed 1 everywhere"), refused))
                .containsExactly("Warning Program Rejected on 1/2 proxies; rejected: x");
        assertThat(between(
                        refused,
                        status("Accepted True Accepted 2 ", "Programmed False Rejected 2 on 2/4 proxies; rejected: x")))
                .isEmpty();
        assertThat(between(
                        refused,
                        status("Accepted True Accepted 3 ", "Programmed False Rejected 3 on 1/2 proxies; rejected: x")))
                .hasSize(1);
        assertThat(between(refused, status("Accepted True Accepted 3 ", "Programmed True Programmed 3 everywhere")))
                .containsExactly("Normal Program Programmed everywhere");
    }

    @Test
    void aChangeThatIsOnItsWayAndArrivesIsNoNews() {
        JsonNode before = status("Programmed True Programmed 1 everywhere");
        JsonNode pending = status("Programmed False Pending 2 not yet");
        JsonNode nobody = status("Programmed Unknown NoNodes 2 no proxy");

        assertThat(between(before, pending)).isEmpty();
        assertThat(between(pending, nobody)).isEmpty();
        assertThat(between(nobody, status("Programmed True Programmed 2 everywhere")))
                .isEmpty();
    }

    @Test
    void aChangeThatWasOnItsWayAndIsRefusedOrIsTheFirstIsTold() {
        JsonNode pending = status("Programmed False Pending 2 not yet");

        assertThat(between(status("Programmed True Programmed 1 everywhere"), pending))
                .isEmpty();
        assertThat(between(pending, status("Programmed False Rejected 2 no")))
                .containsExactly("Warning Program Rejected no");
        assertThat(between(NONE, pending)).isEmpty();
        assertThat(between(pending, status("Programmed True Programmed 2 everywhere")))
                .containsExactly("Normal Program Programmed everywhere");
    }

    @Test
    void whatWasOnItsWayOfAnObjectThatIsGoneIsForgotten() {
        JsonNode pending = status("Programmed False Pending 2 not yet");
        assertThat(between(status("Programmed True Programmed 1 everywhere"), pending))
                .isEmpty();

        events.keep(Set.of());

        assertThat(between(pending, status("Programmed True Programmed 2 everywhere")))
                .hasSize(1);
    }

    @Test
    void aPartThatIsWrongAndAWarningAreWarnings() {
        assertThat(between(
                        status("Accepted True Accepted 1 "),
                        status(
                                "Accepted True Accepted 2 ",
                                "PartiallyInvalid True BadValue 2 spec.rules[0]: x",
                                "Warned True LeadsBack 2 loop")))
                .containsExactly("Warning Accept BadValue spec.rules[0]: x", "Warning Accept LeadsBack loop");
    }

    @Test
    void aListenerSpeaksOfItselfAndItsGatewayOfTheProxies() {
        String gateway = conditions("Accepted True ListenersNotValid 2 not valid: b", "Programmed True Programmed 2 p");

        assertThat(between(
                        NONE,
                        json("{%s, 'listeners': [{'name': 'a', %s}, {'name': 'b', %s}]}"
                                .formatted(
                                        gateway,
                                        conditions("Accepted True Accepted 2 ", "Programmed True Programmed 2 p"),
                                        conditions(
                                                "Accepted True Accepted 2 ",
                                                "ResolvedRefs False InvalidCertificateRef 2 no Secret",
                                                "Programmed False Invalid 2 not part")))))
                .containsExactly(
                        "Normal Program Programmed p", "Warning Resolve InvalidCertificateRef listener b: no Secret");
    }

    @Test
    void listenersOfWhichTheSameIsSaidAreToldTogether() {
        String bad = conditions("ResolvedRefs False InvalidCertificateRef 1 spec.listeners[0]: no Secret");
        String alsoBad = conditions("ResolvedRefs False InvalidCertificateRef 1 spec.listeners[1]: no Secret");
        String good = conditions("ResolvedRefs True ResolvedRefs 1 ");
        JsonNode broken = json("{'listeners': [{'name': 'a', %s}, {'name': 'b', %s}]}".formatted(bad, alsoBad));

        assertThat(between(NONE, broken))
                .containsExactly("Warning Resolve InvalidCertificateRef listener a, b: spec.listeners[0]: no Secret");
        assertThat(between(broken, json("{'listeners': [{'name': 'b', %s}, {'name': 'a', %s}]}".formatted(good, good))))
                .containsExactly(
                        "Normal Resolve ResolvedRefs listener b, a: all that it refers to is there and may be used again");
    }

    @Test
    void parentsAreComparedEachWithItselfAndWhatTheySayAlikeIsToldOnce() {
        String bad = conditions("Accepted True Accepted 1 ", "ResolvedRefs False BackendNotFound 1 no Service");
        String good = conditions("Accepted True Accepted 1 ", "ResolvedRefs True ResolvedRefs 1 ");
        String theirs = "{'controllerName': 'theirs', 'parentRef': {'name': 'a'}, %s}"
                .formatted(conditions("Accepted False No 1 theirs"));

        assertThat(between(
                        json(("{'parents': [" + theirs + ", {'parentRef': {'name': 'a', 'kind': 'Gateway'},"
                                        + " 'controllerName': 'us', %s}]}")
                                .formatted(good)),
                        json(("{'parents': [" + theirs + ", {'controllerName': 'us', 'parentRef': {'kind': 'Gateway',"
                                        + " 'name': 'a'}, %s}, {'controllerName': 'us', 'parentRef': {'name': 'b'}, %s}]}")
                                .formatted(bad, bad))))
                .containsExactly("Warning Resolve BackendNotFound no Service");
    }
}
