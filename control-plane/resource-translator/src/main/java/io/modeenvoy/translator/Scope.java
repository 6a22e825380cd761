package io.modeenvoy.translator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.modeenvoy.ir.Diagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that a {@link Query} may look at. What is read here is remembered, so that the answer is kept until something of it changes. */
interface Scope {
    /** Settings of the whole translation. */
    TranslatorOptions options();

    /** An object, or null. */
    <T extends HasMetadata> @Nullable T get(Class<T> kind, String namespace, String name);

    /** All objects of a kind, by namespace and name. An answer that reads this is worked out anew when any of them changes. */
    <T extends HasMetadata> List<T> list(Class<T> kind);

    /** The answer to another question. */
    <T> T ask(Query<T> query);

    /** Says something to a user; it stands as long as the answer. */
    void report(Diagnostic diagnostic);
}
