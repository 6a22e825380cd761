package io.modeenvoy.xds.server;

import static io.modeenvoy.xds.server.Fixtures.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of everything at once is what each resource would say. */
final class SeenResourcesTest {
    private final TypeSnapshot content = TypeSnapshot.empty("example.com/T")
            .with(Map.of("a", cluster("a", 1), "b", cluster("b", 1)), List.of(), new Moment(1, Instant.EPOCH));

    private boolean all(Subscription scope, ClientView view) {
        HeldResources held = new SeenResources(scope, view, null);
        boolean each =
                content.entries().stream().allMatch(entry -> entry.version().equals(held.version(entry.name())));
        assertThat(held.isAllOf(content.version())).isEqualTo(each);
        return each;
    }

    @Test
    void whoIsUpToDateHoldsEverything() {
        assertThat(all(Subscription.LEGACY, ClientView.of(content))).isTrue();
        assertThat(all(Subscription.only(List.of("a", "b")), ClientView.of(content)))
                .isTrue();
    }

    @Test
    void whoAsksForLessOrLacksSomethingDoesNot() {
        assertThat(all(Subscription.only(List.of("a")), ClientView.of(content))).isFalse();
        assertThat(all(Subscription.only(List.of("a", "c")), ClientView.of(content)))
                .isFalse();
        assertThat(all(Subscription.LEGACY, ClientView.of(content).having(Held.Nothing.INSTANCE, List.of("b"))))
                .isFalse();
        assertThat(all(Subscription.LEGACY, ClientView.blank(content))).isFalse();
    }

    @Test
    void whatIsUpToDateWithAnotherWorldIsNotWithThisOne() {
        TypeSnapshot next = content.with(Map.of("a", cluster("a", 2)), List.of(), new Moment(2, Instant.EPOCH));

        assertThat(new SeenResources(Subscription.LEGACY, ClientView.of(content), null).isAllOf(next.version()))
                .isFalse();
    }
}
