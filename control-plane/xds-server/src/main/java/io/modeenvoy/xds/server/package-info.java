/** The ADS server: snapshots of opaque resources, one pure reducer per stream, and who acknowledged what. */
@NullMarked
package io.modeenvoy.xds.server;

import org.jspecify.annotations.NullMarked;
