/** Cases as directories, and the behaviour of loading and watching. */
@NullMarked
package io.modeenvoy.file;

import org.jspecify.annotations.NullMarked;
