package io.spillway.destination.webhook;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How requests are signed and their headers named: what a signature profile means. */
sealed interface Signing permits AlgohireSigning, DefaultSigning, HarborhookSigning, Hook0Signing, StandardSigning {

    HeaderNaming naming();

    SecretKind secrets();

    /** The header that carries this metadata key, if any does. */
    default Optional<String> metadataHeader(String key) {
        return naming().header(key);
    }

    /** Whether the event's metadata also go out under their bare names. */
    default boolean sendsBareMetadata() {
        return false;
    }

    /**
     * Header name → value of the signature and what else cannot be replaced; without secrets nothing is signed.
     *
     * @param secrets all that {@link #secrets} accepts, the current one first; a scheme with room for one signature signs with that
     */
    Map<String, String> sign(Message message, List<String> secrets);
}
