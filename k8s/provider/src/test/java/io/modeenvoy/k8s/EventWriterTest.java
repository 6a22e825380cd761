package io.modeenvoy.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.modeenvoy.k8s.FakeApiServer.Answer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EventWriterTest {
    private static final ObjectKey ROUTE = new ObjectKey("AIRoute", "shop", "chat");

    private final BlockingQueue<String> written = new LinkedBlockingQueue<>();
    private volatile FakeApiServer.Answers answers = (_, path, body) -> {
        written.add(path.replaceAll("\\?.*", "") + " " + body);
        return Answer.ok("{}");
    };
    private final FakeApiServer server = new FakeApiServer((method, path, body) -> answers.answer(method, path, body));
    private final EventWriter writer = new EventWriter(server.api(), new ApiHealth()).start();

    @AfterEach
    void stop() {
        writer.close();
        server.close();
    }

    private static ObjectEvent event(ObjectKey object, String note) {
        return new ObjectEvent(object, "uid-1", ObjectEvent.Type.WARNING, "Accept", "BadValue", note);
    }

    private String next() throws InterruptedException {
        return String.valueOf(written.poll(20, TimeUnit.SECONDS));
    }

    private static JsonNode body(String request) throws JsonProcessingException {
        return ObjectReading.JSON.readTree(request.substring(request.indexOf(' ')));
    }

    @Test
    void isAboutTheVeryObjectInItsNamespace() throws Exception {
        writer.speaksAs("control-plane-7");
        writer.tell(event(ROUTE, "spec.x: 0"));

        String request = next();
        assertThat(request).startsWith("/apis/events.k8s.io/v1/namespaces/shop/events/chat.");
        JsonNode event = body(request);
        assertThat(event.path("regarding")).isEqualTo(ObjectReading.JSON.readTree("""
                        {"apiVersion": "modeenvoy.io/v1alpha1", "kind": "AIRoute", "namespace": "shop", "name": "chat",
                         "uid": "uid-1"}"""));
        assertThat(event.path("reportingInstance").asText()).isEqualTo("control-plane-7");
        assertThat(event.path("note").asText()).isEqualTo("spec.x: 0");
        assertThat(event.has("series")).isFalse();
    }

    @Test
    void thoseOfAnObjectOfTheClusterAreInTheDefaultNamespace() throws Exception {
        writer.tell(event(new ObjectKey("GatewayClass", "", "modeenvoy"), "n"));

        String request = next();
        assertThat(request).contains("/namespaces/default/events/modeenvoy.");
        assertThat(body(request).path("regarding").has("namespace")).isFalse();
    }

    @Test
    void aMissingRightIsSaidOnceForAllNamespacesAndWhenItIsThereAgain() throws Exception {
        FakeApiServer.Answers allow = answers;
        answers = (_, path, _) -> {
            written.add(path);
            return Answer.refused(403, "events is forbidden in " + path.replaceAll(".*namespaces/([^/]*)/.*", "$1"));
        };
        try (Log log = new Log()) {
            writer.tell(event(ROUTE, "1"));
            writer.tell(event(new ObjectKey("AIRoute", "other", "chat"), "2"));
            assertThat(next()).contains("/shop/");
            assertThat(next()).contains("/other/");
            Eventually.holds("both are lost", () -> writer.lost() == 2);

            assertThat(log.lines("kubernetes.refused"))
                    .singleElement()
                    .asString()
                    .contains("what=\"Events\"", "create and patch events of events.k8s.io");
        }
        answers = allow;
        writer.tell(event(ROUTE, "3"));
        assertThat(next()).contains("\"3\"");
    }

    @Test
    void aNamespaceThatIsEndingIsNotSpokenOf() {
        answers = (_, _, _) ->
                Answer.refused(403, "unable to create new content in namespace shop because it is being terminated");
        try (Log log = new Log()) {
            writer.tell(event(ROUTE, "1"));
            Eventually.holds("it is lost", () -> writer.lost() == 1);

            assertThat(log.text()).isEmpty();
        }
    }

    @Test
    void anApiServerThatDoesNotAnswerHoldsNobodyUpAndTheQueueHasAnEnd() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        answers = (_, path, _) -> {
            written.add(path);
            never.await();
            return Answer.ok("{}");
        };
        writer.tell(event(ROUTE, "0"));
        assertThat(next()).contains("/shop/");

        for (int i = 1; i <= 1000; i++) {
            writer.tell(event(ROUTE, "" + i));
        }

        assertThat(writer.lost()).isEqualTo(1000 - 256);
        never.countDown();
    }
}
