/** Tests of the certificates. */
@NullMarked
package io.modeenvoy.k8s.certificates;

import org.jspecify.annotations.NullMarked;
