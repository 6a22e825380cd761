package io.modeenvoy.policy;

import java.util.List;

/**
 * What one provider takes and may learn, where servers that speak the same format differ.
 *
 * @param unknownFields what becomes of a call with fields nobody knows that can choose a model or widen a limit
 * @param streamOptions whether it may be sent {@code stream_options}
 * @param limitField the field of chat completions that limits its output
 * @param droppedFields fields of a request that it is never sent
 * @param imageTokens most input tokens of one picture; 0 = what is published of the model, else a constant
 * @param forwardedHeaders headers of a client that it gets beside those of the gateway's own list, in lower case; {@link #HINTS} stands
 *     for those of the client's own making that say nothing of who calls
 */
public record ProviderProfile(
        UnknownFields unknownFields,
        StreamOptions streamOptions,
        LimitField limitField,
        List<String> droppedFields,
        long imageTokens,
        List<String> forwardedHeaders) {

    /** Among forwarded headers, no name but all that begin with {@code x-} and are hints to a server. */
    public static final String HINTS = "x-*";

    /** A provider of which nothing is said. */
    public static final ProviderProfile UNTOLD = new ProviderProfile(
            UnknownFields.REFUSE, StreamOptions.INJECT, LimitField.UNKNOWN, List.of(), 0, List.of());

    public ProviderProfile {
        droppedFields = List.copyOf(droppedFields);
        forwardedHeaders = List.copyOf(forwardedHeaders);
    }

    /** Whether a provider gets fields that may choose a model or widen a limit, and that nobody here has read. */
    public enum UnknownFields {
        /** It does: whoever set it knows what the provider makes of them. */
        ALLOW,
        /** A call that has them is refused. */
        REFUSE
    }

    /** What becomes of {@code stream_options}, by which the usage of a streamed answer is asked for. */
    public enum StreamOptions {
        /** It is added where the client did not write it. */
        INJECT,
        /** It is never sent, nor is the client's. */
        NEVER
    }

    /** The fields of chat completions that limit the output. */
    public enum LimitField {
        /** {@code max_tokens}; a client's other field is renamed. */
        MAX_TOKENS,
        /** {@code max_completion_tokens}; a client's other field is renamed. */
        MAX_COMPLETION_TOKENS,
        /** Both are understood: a client's field stays, {@code max_completion_tokens} is added where there is none. */
        BOTH,
        /**
         * Nobody said. A client's field stays; where there is none, {@code max_tokens} is added: whoever knows only the other one refuses it in words, while a server
         * that passes over what it does not know would answer without a limit.
         */
        UNKNOWN
    }

    /** With another word on unknown fields. */
    public ProviderProfile withUnknownFields(UnknownFields other) {
        return new ProviderProfile(other, streamOptions, limitField, droppedFields, imageTokens, forwardedHeaders);
    }

    /** With another word on {@code stream_options}. */
    public ProviderProfile withStreamOptions(StreamOptions other) {
        return new ProviderProfile(unknownFields, other, limitField, droppedFields, imageTokens, forwardedHeaders);
    }

    /** With another field for the limit of output. */
    public ProviderProfile withLimitField(LimitField other) {
        return new ProviderProfile(unknownFields, streamOptions, other, droppedFields, imageTokens, forwardedHeaders);
    }

    /** With other fields to drop. */
    public ProviderProfile withDroppedFields(List<String> other) {
        return new ProviderProfile(unknownFields, streamOptions, limitField, other, imageTokens, forwardedHeaders);
    }

    /** With another number of tokens for a picture. */
    public ProviderProfile withImageTokens(long other) {
        return new ProviderProfile(unknownFields, streamOptions, limitField, droppedFields, other, forwardedHeaders);
    }

    /** With other headers to let through. */
    public ProviderProfile withForwardedHeaders(List<String> other) {
        return new ProviderProfile(unknownFields, streamOptions, limitField, droppedFields, imageTokens, other);
    }
}
