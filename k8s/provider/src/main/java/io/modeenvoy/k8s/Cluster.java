package io.modeenvoy.k8s;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.modeenvoy.k8s.certificates.SecretStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A Kubernetes cluster we are connected to. */
public final class Cluster implements AutoCloseable {
    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final String FALLBACK_NAMESPACE = "default";

    private final KubernetesClient client;
    private final ApiServer api;
    private final ApiHealth health = new ApiHealth();
    private final ObservedObjects observed = new ObservedObjects();
    private final EventWriter events;
    private final StatusWriter writer;

    private Cluster(Config config) {
        this.client = new KubernetesClientBuilder().withConfig(config).build();
        this.api = new ApiServer(client);
        this.events = new EventWriter(api, health).start();
        this.writer = new StatusWriter(api, observed, health, events::tell).start();
    }

    /** Whether we run in a pod with a service account. */
    public static boolean isPod() {
        return Files.isReadable(SERVICE_ACCOUNT.resolve("token"));
    }

    /** Connects by one kubeconfig; the API server need not be there yet. */
    public static Cluster connect(Path kubeconfig) throws IOException {
        return connect(List.of(kubeconfig));
    }

    /**
     * Connects; the API server need not be there yet.
     *
     * @param kubeconfigs as kubectl takes several: of two that say the same the first counts; none = by the service account of the pod we run in
     */
    public static Cluster connect(List<Path> kubeconfigs) throws IOException {
        return new Cluster(
                kubeconfigs.isEmpty()
                        ? ClusterAccess.inCluster(SERVICE_ACCOUNT, System.getenv())
                        : ClusterAccess.kubeconfigs(kubeconfigs));
    }

    /** Our own namespace: the pod's, or that of the kubeconfig's context. */
    public String namespace() {
        String namespace = client.getConfiguration().getNamespace();
        return namespace == null || namespace.isEmpty() ? FALLBACK_NAMESPACE : namespace;
    }

    /** Its objects, one by one. */
    public ClusterObjects objects() {
        return new ClusterObjects(client);
    }

    /** Starts watching; {@code onState} is called on one thread with each new state, first when all is known. */
    public ClusterWatch watch(Consumer<ClusterState> onState) {
        return watch(onState, ClusterWatch.SILENCE);
    }

    /** The same; a watch that is silent for so long is taken for dead. */
    ClusterWatch watch(Consumer<ClusterState> onState, Duration silence) {
        return ClusterWatch.start(api, health, observed, onState, writer::changed, silence);
    }

    /** What writes statuses, while this replica leads. */
    public StatusWriter statuses() {
        return writer;
    }

    /** What tells people of the objects whose statuses have changed, beside the writer of statuses. */
    public EventWriter events() {
        return events;
    }

    /**
     * Takes part in the election of a leader, for ever.
     *
     * @param identity of this replica, unlike all others
     * @param onLeading called on one thread when it begins and ends to lead
     */
    public LeaderLease elect(String namespace, String name, String identity, Consumer<Boolean> onLeading) {
        LeaderLease lease = new LeaderLease(client, health, namespace, name, identity, LeaderLease.TIMES, onLeading);
        writer.writesWhile(lease::isLeading);
        events.speaksAs(identity);
        return lease.start();
    }

    /**
     * Tells the other replicas something, and hears what they tell.
     *
     * @param identity of this replica, unlike all others
     * @param text what we tell, at most {@link ReplicaNotes#LONGEST_TEXT} characters; asked on one thread after {@link ReplicaNotes#changed}
     * @param onNotes called on one thread with what all others told last, by the names of their Leases
     */
    public ReplicaNotes replicas(
            String namespace,
            String identity,
            Supplier<String> text,
            Consumer<Map<String, ReplicaNotes.Note>> onNotes) {
        return new ReplicaNotes(api, health, namespace, identity, ReplicaNotes.TIMES, text, onNotes).start();
    }

    /** The Secrets of a namespace, to keep certificates in. */
    public SecretStore secrets(String namespace) {
        return new ClusterSecrets(client, namespace);
    }

    /**
     * An entry of a Secret of our own. Made if it is missing; of replicas that make it at once one wins and all get that one's.
     *
     * @param fresh a new value, should it be needed
     */
    public String secret(String namespace, String name, String key, Supplier<String> fresh) throws IOException {
        try {
            Secret secret =
                    client.secrets().inNamespace(namespace).withName(name).get();
            return entry(secret == null ? create(namespace, name, key, fresh.get()) : secret, key);
        } catch (KubernetesClientException e) {
            throw new IOException("Secret " + namespace + "/" + name + ": " + e.getMessage(), e);
        }
    }

    /**
     * Objects of our own in all namespaces, by a label that only they have; not followed before they are started.
     *
     * @param fieldOwner under whose name they are written
     * @param onChange called on one thread with each that came, changed or went
     */
    public OwnedObjects owned(
            List<OwnedObjects.OwnedKind> kinds, String label, String fieldOwner, Consumer<ObjectKey> onChange) {
        return new OwnedObjects(api, health, kinds, label, fieldOwner, onChange);
    }

    /** Whom the API server believes when it asks the webhooks of a MutatingWebhookConfiguration. */
    public WebhookTrust webhookTrust(String configuration) {
        return new WebhookTrust(api, configuration);
    }

    private Secret create(String namespace, String name, String key, String value) {
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .addToLabels("app.kubernetes.io/part-of", "modeenvoy")
                .endMetadata()
                .withStringData(Map.of(key, value))
                .build();
        try {
            return client.resource(secret).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != 409) {
                throw e;
            }
            return client.secrets().inNamespace(namespace).withName(name).require();
        }
    }

    private static String entry(Secret secret, String key) throws IOException {
        String value = ClusterSecrets.entries(secret).get(key);
        if (value == null) {
            throw new IOException("Secret " + secret.getMetadata().getNamespace() + "/"
                    + secret.getMetadata().getName() + ": no entry " + key + " (expected: one)");
        }
        return value;
    }

    @Override
    public void close() {
        writer.close();
        events.close();
        client.close();
    }
}
