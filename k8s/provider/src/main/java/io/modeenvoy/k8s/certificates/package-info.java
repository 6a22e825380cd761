/** Certificates of one installation's own authority, kept in Secrets. */
@NullMarked
package io.modeenvoy.k8s.certificates;

import org.jspecify.annotations.NullMarked;
