@NullMarked
package io.modeenvoy.k8s;

import org.jspecify.annotations.NullMarked;
