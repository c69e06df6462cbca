package io.spillway.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JWSAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedIssuerTest {

    @Test
    void shouldReadIssuers() {
        // when
        var issuers = TrustedIssuer.list("""
                [{"issuer":"https://a","jwks_url":"https://a/keys","audience":"us"},
                 {"issuer":"b","jwks_url":"http://b:80/k","audience":"x","algorithms":["ES256"],"tenant_claim":"org","role_claim":"r"}]""");
        // then
        assertThat(issuers.getFirst().algorithms()).containsOnly(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
        assertThat(issuers.getFirst().tenantClaim()).isEqualTo("tenant_id");
        assertThat(issuers.getFirst().roleClaim()).isEmpty();
        assertThat(issuers.getLast().algorithms()).containsOnly(JWSAlgorithm.ES256);
        assertThat(issuers.getLast().tenantClaim()).isEqualTo("org");
        assertThat(issuers.getLast().roleClaim()).contains("r");
        assertThat(TrustedIssuer.list("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                                              | must be a JSON array",
                "[{]                                                                             | must be a JSON array",
                "[{\"issuer\":\"a\",\"audience\":\"u\"}]                                         | \"jwks_url\"",
                "[{\"issuer\":\"a\",\"jwks_url\":\"https://a\"}]                                 | \"audience\"",
                "[{\"issuer\":\"a\",\"jwks_url\":\"file:///etc/passwd\",\"audience\":\"u\"}]     | must have a URL",
                "[{\"issuer\":\"a\",\"jwks_url\":\"https:a b\",\"audience\":\"u\"}]              | Illegal character",
                "[{\"issuer\":\"outpost\",\"jwks_url\":\"https://a\",\"audience\":\"u\"}]        | issuer of our own",
                "[{\"issuer\":\"a\",\"jwks_url\":\"https://a\",\"audience\":\"u\",\"algorithms\":[\"HS256\"]}] | RS256",
                "[{\"issuer\":\"a\",\"jwks_url\":\"https://a\",\"audience\":\"u\",\"algorithms\":[]}]          | RS256"
            })
    void shouldSayWhatIsWrong(String json, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedIssuer.list(json))
                .withMessageContaining(problem);
    }

    @Test
    void shouldRefuseAnIssuerThatIsNamedTwice() {
        // given
        var one = "{\"issuer\":\"a\",\"jwks_url\":\"https://a\",\"audience\":\"u\"}";
        // then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedIssuer.list("[" + one + "," + one + "]"))
                .withMessageContaining("twice");
    }
}
