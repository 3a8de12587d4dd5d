package dev.modelyard.auth.client;

import java.util.regex.Pattern;

/** Tells the secrets of a client apart, in lists and in tokens. Tells nothing about the key. */
public record SecretName(String value) {
    private static final Pattern FORM = Pattern.compile("sec_[a-z2-7]{26}");

    public SecretName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not an id of the form sec_…");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
