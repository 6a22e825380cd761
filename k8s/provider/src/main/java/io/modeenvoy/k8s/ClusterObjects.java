package io.modeenvoy.k8s;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Objects of a cluster, read and written one by one in the name of whoever runs a command. */
public final class ClusterObjects {
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;

    private final KubernetesClient client;

    ClusterObjects(KubernetesClient client) {
        this.client = client;
    }

    /** All of a kind, in all namespaces. */
    public <T extends HasMetadata> List<T> list(Class<T> type) throws IOException {
        return answer(() -> resources(type).inAnyNamespace().list().getItems());
    }

    public <T extends HasMetadata> Optional<T> get(Class<T> type, String namespace, String name) throws IOException {
        return answer(() -> Optional.ofNullable(
                resources(type).inNamespace(namespace).withName(name).get()));
    }

    /** Makes an object that is not there yet; gives whether it was so. */
    public boolean create(HasMetadata object) throws IOException {
        try {
            var _ = client.resource(object).create();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT) {
                return false;
            }
            throw failure(e);
        }
    }

    /** Changes some fields (a JSON merge patch), and leaves the rest as it is. */
    public <T extends HasMetadata> void patch(Class<T> type, String namespace, String name, String json)
            throws IOException {
        var _ = answer(() -> resources(type)
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), json));
    }

    /** An entry of a Secret; empty if there is no such Secret or entry. */
    public Optional<String> secret(String namespace, String name, String key) throws IOException {
        return get(Secret.class, namespace, name)
                .map(secret -> ClusterSecrets.entries(secret).get(key));
    }

    private <T extends HasMetadata> MixedOperation<T, KubernetesResourceList<T>, Resource<T>> resources(Class<T> type) {
        return client.resources(type);
    }

    private static <T extends @Nullable Object> T answer(Supplier<T> call) throws IOException {
        try {
            return call.get();
        } catch (KubernetesClientException e) {
            throw failure(e);
        }
    }

    private static IOException failure(KubernetesClientException e) {
        return e.getCode() == FORBIDDEN
                ? new ForbiddenException(ApiException.words(e), e)
                : new IOException(ApiException.words(e), e);
    }
}
