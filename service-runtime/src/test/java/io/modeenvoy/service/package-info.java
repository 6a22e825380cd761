/** Tests of the ground all services stand on. */
@NullMarked
package io.modeenvoy.service;

import org.jspecify.annotations.NullMarked;
