/** What a Kubernetes cluster with many objects costs the control plane, and how long a change takes from there to a proxy. */
@NullMarked
package io.modeenvoy.benchmarks.k8s;

import org.jspecify.annotations.NullMarked;
