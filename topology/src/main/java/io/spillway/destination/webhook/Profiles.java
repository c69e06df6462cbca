package io.spillway.destination.webhook;

import io.spillway.domain.SignatureProfile;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How each signature profile signs.
 *
 * @param usual the one that counts where a destination has chosen none
 */
record Profiles(SignatureProfile usual, Map<SignatureProfile, Signing> all) {

    Profiles {
        all = new EnumMap<>(all);
    }

    /**
     * The profile of {@code DESTINATIONS_WEBHOOK_MODE} names headers as the process's settings say, every other one as its
     * receivers expect them.
     *
     * @throws IllegalArgumentException where the mode is no profile
     */
    static Profiles from(Map<String, String> variables) {
        var mode = variables.getOrDefault("DESTINATIONS_WEBHOOK_MODE", "");
        var usual = SignatureProfile.of(mode.isEmpty() ? SignatureProfile.DEFAULT.word() : mode)
                .orElseThrow(() -> new IllegalArgumentException("DESTINATIONS_WEBHOOK_MODE must be one of "
                        + Stream.of(SignatureProfile.values())
                                .map(SignatureProfile::word)
                                .collect(Collectors.joining(", "))
                        + ", not " + mode));
        var all = new EnumMap<SignatureProfile, Signing>(SignatureProfile.class);
        for (var profile : SignatureProfile.values()) {
            all.put(profile, signing(profile, profile == usual ? variables : Map.of()));
        }
        return new Profiles(usual, all);
    }

    Signing of(Optional<SignatureProfile> chosen) {
        return Objects.requireNonNull(all.get(chosen.orElse(usual)));
    }

    private static Signing signing(SignatureProfile profile, Map<String, String> variables) {
        return switch (profile) {
            case DEFAULT -> new DefaultSigning(HeaderNaming.from(variables, "x-outpost-"));
            case STANDARD -> new StandardSigning(standard(variables), StandardSigning.Scheme.V1);
            case STANDARD_V1A -> new StandardSigning(standard(variables), StandardSigning.Scheme.V1A);
            case HARBORHOOK -> new HarborhookSigning();
            case ALGOHIRE -> new AlgohireSigning();
            case HOOK0_V0 -> new Hook0Signing(Hook0Signing.Version.V0);
            case HOOK0_V1 -> new Hook0Signing(Hook0Signing.Version.V1);
        };
    }

    private static HeaderNaming standard(Map<String, String> variables) {
        return HeaderNaming.from(variables, "webhook-");
    }
}
