package io.modeenvoy.translator;

/** Something an answer was made from. */
sealed interface Read {
    /** One object or its absence, or every object of a kind. */
    record OfLeaf(Leaf leaf) implements Read {}

    /** The answer to another question, as it was then. */
    record OfAnswer(Node node, Object found) implements Read {}
}
