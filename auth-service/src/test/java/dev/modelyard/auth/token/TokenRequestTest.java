package dev.modelyard.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.modelyard.servicekit.identity.BasicCredentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenRequestTest {

    @Test
    void credentialsComeInTheHeaderOrInTheForm() {
        BasicCredentials expected = new BasicCredentials("sid", "a+b");

        assertThat(TokenRequest.read("grant_type=client_credentials", "Basic c2lkOmErYg==")
                        .credentials())
                .isEqualTo(expected);
        assertThat(TokenRequest.read("client_id=sid&client_secret=a%2Bb&grant_type=client_credentials", null)
                        .credentials())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|Basic c2lkOms=|invalid_request",
                "grant_type=password|Basic c2lkOms=|unsupported_grant_type",
                "grant_type=client_credentials&grant_type=password|Basic c2lkOms=|invalid_request",
                "grant_type=client_credentials&client_id=a&client_secret=b|Basic c2lkOms=|invalid_request",
                "grant_type=client_credentials&client_id=a%2|Basic c2lkOms=|invalid_request",
                "grant_type=client_credentials||invalid_client",
                "grant_type=client_credentials&client_id=a||invalid_client",
                "grant_type=client_credentials|Basic !!|invalid_client",
                "grant_type=client_credentials|Bearer x|invalid_client"
            })
    void everythingElseHasItsError(String form, String authorization, String error) {
        assertThatThrownBy(() -> TokenRequest.read(form, authorization))
                .isInstanceOfSatisfying(TokenException.class, refused -> {
                    assertThat(refused.body().error()).isEqualTo(error);
                    assertThat(refused.status()).isEqualTo(error.equals("invalid_client") ? 401 : 400);
                });
    }
}
