package io.modeenvoy.cli;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.modeenvoy.app.Pepper;
import io.modeenvoy.crd.APIKey;
import io.modeenvoy.crd.APIKeySpec;
import io.modeenvoy.crd.Consumer;
import io.modeenvoy.k8s.Cluster;
import io.modeenvoy.k8s.ClusterObjects;
import io.modeenvoy.k8s.ForbiddenException;
import io.modeenvoy.policy.NamespacedName;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/** The APIKey objects of a cluster, with the rights of the kubeconfig's user. */
final class KeyCluster implements KeyObjects {
    /** Where the control plane of an installed chart is. */
    private static final String USUAL_NAMESPACE = "modeenvoy-system";

    private final Cluster cluster;
    private final ClusterObjects objects;
    private final ClusterOptions options;

    private KeyCluster(Cluster cluster, ClusterOptions options) {
        this.cluster = cluster;
        this.objects = cluster.objects();
        this.options = options;
    }

    static KeyCluster connect(ClusterOptions options) {
        return asked(() -> new KeyCluster(options.connect(), options));
    }

    @Override
    public List<APIKey> keys() {
        return asked(() -> objects.list(APIKey.class)).stream()
                .sorted(Comparator.comparing((APIKey key) -> key.getMetadata().getNamespace())
                        .thenComparing(key -> key.getMetadata().getName()))
                .toList();
    }

    @Override
    public Optional<APIKey> find(NamespacedName name) {
        return asked(() -> objects.get(APIKey.class, name.namespace(), name.name()));
    }

    @Override
    public boolean hasConsumer(NamespacedName consumer) {
        return asked(() -> objects.get(Consumer.class, consumer.namespace(), consumer.name()))
                .isPresent();
    }

    @Override
    public boolean isTaken(NamespacedName name) {
        return find(name).isPresent();
    }

    /** That of the control plane, which makes it: a pepper of our own would make keys that open nothing. */
    @Override
    public Pepper pepper() {
        SequencedMap<String, String> found = new LinkedHashMap<>();
        List<String> missed = new ArrayList<>();
        for (String namespace : namespacesOfPepper()) {
            try {
                objects.secret(namespace, ClusterSource.PEPPER_SECRET, Pepper.ENTRY)
                        .ifPresentOrElse(
                                text -> found.put(namespace, text), () -> missed.add("there is none in " + namespace));
            } catch (ForbiddenException e) {
                missed.add("it may not be read in " + namespace + ": " + e.getMessage());
            } catch (IOException e) {
                throw cannot(e);
            }
        }
        return switch (found.size()) {
            case 0 ->
                throw new CannotException("Secret " + ClusterSource.PEPPER_SECRET + ": " + String.join("; ", missed)
                        + " (expected: a control plane has run and made it, and you may get it there;"
                        + " --namespace says where)");
            case 1 -> {
                var only = found.firstEntry();
                String where = "Secret " + only.getKey() + "/" + ClusterSource.PEPPER_SECRET + " " + Pepper.ENTRY;
                yield asked(() -> Pepper.parse(only.getValue(), where));
            }
            default ->
                throw new CannotException("Secret " + ClusterSource.PEPPER_SECRET + ": in "
                        + String.join(" and ", found.keySet())
                        + " (expected: in one of them; --namespace says which control plane's)");
        };
    }

    private SequencedSet<String> namespacesOfPepper() {
        return new LinkedHashSet<>(
                options.namespace == null ? List.of(cluster.namespace(), USUAL_NAMESPACE) : List.of(options.namespace));
    }

    @Override
    public void add(NamespacedName name, APIKeySpec spec) {
        APIKey key = new APIKey();
        key.setMetadata(new ObjectMetaBuilder()
                .withNamespace(name.namespace())
                .withName(name.name())
                .build());
        key.setSpec(spec);
        if (!asked(() -> objects.create(key))) {
            throw new CannotException("APIKey " + name + ": exists already; choose another --name");
        }
    }

    @Override
    public void revoke(NamespacedName name) {
        patch(name, "\"revoked\":true");
    }

    @Override
    public void expire(NamespacedName name, Instant end) {
        patch(name, "\"expiresAt\":\"" + end + "\"");
    }

    private void patch(NamespacedName name, String field) {
        var _ = asked(() -> {
            objects.patch(APIKey.class, name.namespace(), name.name(), "{\"spec\":{" + field + "}}");
            return name;
        });
    }

    /** Something that needs the API server. */
    private interface Question<T> {
        T ask() throws IOException;
    }

    private static <T> T asked(Question<T> question) {
        try {
            return question.ask();
        } catch (IOException e) {
            throw cannot(e);
        }
    }

    private static CannotException cannot(IOException e) {
        return new CannotException("cluster: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        cluster.close();
    }

    @Override
    public String toString() {
        return "the cluster";
    }
}
