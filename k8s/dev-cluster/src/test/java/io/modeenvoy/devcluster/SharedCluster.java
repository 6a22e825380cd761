package io.modeenvoy.devcluster;

import java.io.IOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test the one cluster that all tests share; each makes its own namespaces. */
final class SharedCluster implements ParameterResolver {
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(SharedCluster.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == DevCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(STORE).computeIfAbsent(DevCluster.class, type -> start(), DevCluster.class);
    }

    static Binaries binaries() {
        return Binaries.find()
                .orElseThrow(() -> new AssertionError("no Kubernetes API server (expected: bin/install-kube was run)"));
    }

    private static DevCluster start() {
        try {
            return DevCluster.temporary(binaries());
        } catch (IOException e) {
            throw new AssertionError("the cluster did not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
