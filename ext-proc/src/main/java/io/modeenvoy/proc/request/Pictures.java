package io.modeenvoy.proc.request;

/**
 * The pictures of an input: how many tokens they are says the model, not the size of the body.
 *
 * @param low those for which low detail is enough
 * @param others all other ones
 * @param bytes of the body that are their contents or addresses
 */
public record Pictures(int low, int others, long bytes) {
    /** No picture. */
    public static final Pictures NONE = new Pictures(0, 0, 0);

    /** Whether there is none. */
    public boolean isEmpty() {
        return low + others == 0;
    }

    Pictures plus(boolean lowDetail, long itsBytes) {
        return lowDetail
                ? new Pictures(low + 1, others, bytes + itsBytes)
                : new Pictures(low, others + 1, bytes + itsBytes);
    }
}
