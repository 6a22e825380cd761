package io.modeenvoy.crd;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceViewTest {
    private static Consumer consumer(String namespace, String name) {
        Consumer consumer = new Consumer();
        consumer.setMetadata(
                new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
        return consumer;
    }

    private static Tenant tenant(String name) {
        Tenant tenant = new Tenant();
        tenant.setMetadata(new ObjectMetaBuilder().withName(name).build());
        return tenant;
    }

    private static List<String> names(ResourceView view) {
        return view.list(Consumer.class).stream()
                .map(each -> each.getMetadata().getNamespace() + "/"
                        + each.getMetadata().getName())
                .toList();
    }

    @Test
    void listsByNamespaceAndNameWhateverTheOrderOfArrival() {
        ResourceView view = ResourceView.of(List.of(consumer("b", "a"), consumer("a", "z"), consumer("a", "b")));
        assertThat(names(view)).containsExactly("a/b", "a/z", "b/a");
    }

    @Test
    void findsByIdentityAndKind() {
        Consumer one = consumer("a", "one");
        Tenant tenant = tenant("one");
        ResourceView view = ResourceView.of(List.of(one, tenant));
        assertThat(view.get(Consumer.class, "a", "one")).isSameAs(one);
        assertThat(view.get(Consumer.class, "b", "one")).isNull();
        assertThat(view.get(Tenant.class, "", "one")).isSameAs(tenant);
        assertThat(view.list(Secret.class)).isEmpty();
    }

    @Test
    void changeLeavesTheOldViewAndTheOtherInstances() {
        Consumer other = consumer("a", "other");
        ResourceView old = ResourceView.of(List.of(other, consumer("a", "one")));
        Consumer newer = consumer("a", "one");
        ResourceView now = old.with(newer);
        assertThat(old.get(Consumer.class, "a", "one")).isNotSameAs(newer);
        assertThat(now.get(Consumer.class, "a", "one")).isSameAs(newer);
        assertThat(now.get(Consumer.class, "a", "other")).isSameAs(other);
        assertThat(now.revision()).isEqualTo(old.revision() + 1);
        assertThat(now.size()).isEqualTo(2);
    }

    @Test
    void removalTakesOneAway() {
        ResourceView view = ResourceView.of(List.of(consumer("a", "one"), consumer("a", "two")));
        assertThat(names(view.without(Consumer.class, "a", "one"))).containsExactly("a/two");
    }

    @Test
    void whatChangesNothingIsTheSameView() {
        Consumer one = consumer("a", "one");
        ResourceView view = ResourceView.empty().with(one);
        assertThat(view.with(one)).isSameAs(view);
        assertThat(view.without(Consumer.class, "a", "two")).isSameAs(view);
        assertThat(view.without(Secret.class, "a", "one")).isSameAs(view);
    }

    @Test
    void whatCannotBeReadIsNamedUntilItIsGoodOrGone() {
        ResourceView broken = ResourceView.empty().withUnreadable(Consumer.class, "a", "one");
        assertThat(broken.unreadable(Consumer.class).keySet()).containsExactly(new ObjectName("a", "one"));
        assertThat(broken.withUnreadable(Consumer.class, "a", "one")).isSameAs(broken);
        assertThat(broken.without(Consumer.class, "a", "one").unreadable(Consumer.class))
                .isEmpty();
        ResourceView good = broken.with(consumer("a", "one"));
        assertThat(good.unreadable(Consumer.class)).isEmpty();
        assertThat(good.withUnreadable(Consumer.class, "a", "one")).isSameAs(good);
    }

    @Test
    void ofOneIdentityTheLastWins() {
        Secret first = new SecretBuilder()
                .withNewMetadata()
                .withName("s")
                .withNamespace("a")
                .endMetadata()
                .build();
        Secret last = new SecretBuilder(first).withType("Opaque").build();
        assertThat(ResourceView.of(List.of(first, last)).list(Secret.class)).containsExactly(last);
    }
}
