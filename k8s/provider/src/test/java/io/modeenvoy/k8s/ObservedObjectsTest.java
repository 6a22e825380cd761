package io.modeenvoy.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import org.junit.jupiter.api.Test;

final class ObservedObjectsTest {
    private static final ObjectKey KEY = new ObjectKey("AIRoute", "ns", "a");

    private final ObservedObjects objects = new ObservedObjects();

    @Test
    void doesNotGoBackWhenAWatchIsSlowerThanTheAnswerToAWrite() {
        objects.seen(KEY, observed("u", "10"));
        objects.answered(KEY, observed("u", "12"));
        objects.seen(KEY, observed("u", "11"));

        assertThat(objects.get(KEY)).isEqualTo(observed("u", "12"));
    }

    @Test
    void doesNotTakeAnAnswerForTheNextObjectOfTheName() {
        objects.seen(KEY, observed("old", "10"));
        objects.gone(KEY);
        objects.answered(KEY, observed("old", "11"));
        assertThat(objects.get(KEY)).isNull();

        objects.seen(KEY, observed("new", "12"));
        objects.answered(KEY, observed("old", "11"));
        assertThat(objects.get(KEY)).isEqualTo(observed("new", "12"));
    }

    private static Observed observed(String uid, String version) {
        return new Observed(uid, version, MissingNode.getInstance());
    }
}
