/** Tests of the Helm chart and the container image. */
@NullMarked
package io.modeenvoy.install;

import org.jspecify.annotations.NullMarked;
