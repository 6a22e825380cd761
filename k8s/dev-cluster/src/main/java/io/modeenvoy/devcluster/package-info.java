/** A real Kubernetes API server and its etcd as processes of this machine. The way in is {@link io.modeenvoy.devcluster.DevCluster}. */
@NullMarked
package io.modeenvoy.devcluster;

import org.jspecify.annotations.NullMarked;
