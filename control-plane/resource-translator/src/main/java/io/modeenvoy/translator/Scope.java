package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeenvoy.crd.ObjectName;
import io.modeenvoy.incremental.Asking;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.incremental.Question;
import io.modeenvoy.ir.Diagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a {@link Query} may look at. What is read here is remembered, so that the answer is kept until something of it changes.
 *
 * @param options settings of the whole translation
 */
record Scope(TranslatorOptions options, Asking<Scope, Diagnostic> asking) {
    /** An object, or null. */
    <T extends HasMetadata> @Nullable T get(Class<T> kind, String namespace, String name) {
        return at(new Objects<>(kind), new ObjectName(namespace, name));
    }

    /** All objects of a kind, by namespace and name. An answer that reads this is worked out anew when any of them changes: only for kinds of which there are few. */
    <T extends HasMetadata> List<T> list(Class<T> kind) {
        return List.copyOf(ask(new Objects<>(kind)).values());
    }

    /** The answer to another question. */
    <T> T ask(Question<Scope, T> query) {
        return asking.ask(query);
    }

    /** One entry of an answer, or null: other entries of it may change without any notice here. */
    <K extends Comparable<? super K>, V> @Nullable V at(Question<Scope, PersistentMap<K, V>> query, K key) {
        return asking.at(query, key);
    }

    /** Says something to a user; it stands as long as the answer. */
    void report(Diagnostic diagnostic) {
        asking.say(diagnostic);
    }
}
