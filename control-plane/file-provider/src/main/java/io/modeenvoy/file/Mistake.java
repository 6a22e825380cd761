package io.modeenvoy.file;

/** Something wrong at one place of an object. */
record Mistake(Field field, String message) {}
