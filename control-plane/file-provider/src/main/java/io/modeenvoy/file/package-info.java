/** A directory of YAML as objects, checked as an API server would check them. The way in is {@link io.modeenvoy.file.FileProvider}. */
@NullMarked
package io.modeenvoy.file;

import org.jspecify.annotations.NullMarked;
