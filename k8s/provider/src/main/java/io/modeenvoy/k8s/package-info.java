/** A Kubernetes cluster: what is in it, what we say about it, and which replica says it. The way in is {@link io.modeenvoy.k8s.Cluster}. */
@NullMarked
package io.modeenvoy.k8s;

import org.jspecify.annotations.NullMarked;
