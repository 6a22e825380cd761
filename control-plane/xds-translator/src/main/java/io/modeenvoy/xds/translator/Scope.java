package io.modeenvoy.xds.translator;

import io.modeenvoy.incremental.Asking;
import io.modeenvoy.incremental.PersistentMap;
import io.modeenvoy.incremental.Question;
import org.jspecify.annotations.Nullable;

/** All that a {@link Query} may look at. What is read here is remembered, so that the answer is kept until something of it changes. */
record Scope(Messengers to, Asking<Scope, String> asking) {
    /** Who makes messages of nodes. */
    record Messengers(Listeners listeners, VirtualHosts virtualHosts, Clusters clusters, Composites composites) {
        static Messengers under(XdsOptions options) {
            return new Messengers(
                    new Listeners(options), new VirtualHosts(options), new Clusters(options), new Composites(options));
        }
    }

    /** The answer to another question. */
    <T> T ask(Question<Scope, T> query) {
        return asking.ask(query);
    }

    /** One entry of an answer, or null: other entries of it may change without any notice here. */
    <K extends Comparable<? super K>, V> @Nullable V at(Question<Scope, PersistentMap<K, V>> query, K key) {
        return asking.at(query, key);
    }

    /** The IR names something it does not have: our bug, unless the answer is overtaken before the end. */
    void missing(String kind, String name) {
        asking.say(kind + ": " + name + " (expected: one of the IR's " + kind + "s)");
    }
}
