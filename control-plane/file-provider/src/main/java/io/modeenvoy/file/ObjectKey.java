package io.modeenvoy.file;

import io.modeenvoy.crd.Kinds;

/** Identity of an object; the namespace of cluster-scoped kinds is empty. */
record ObjectKey(Kinds.Kind<?> kind, String namespace, String name) {
    @Override
    public String toString() {
        return kind.kind() + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
    }
}
