package dev.modelyard.artifactstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class S3StoreTest extends ArtifactStoreContract {
    private static final String BUCKET = "models";

    private static S3Proxy proxy;

    private S3Store store;
    private S3Client client;

    @BeforeAll
    static void startProxy() throws Exception {
        proxy = S3Proxy.builder()
                .blobStore(BlobStores.create("transient-nio2", new Properties()))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, "access", "secret")
                .jettyMaxThreads(10)
                .stopTimeout(0)
                .build();
        proxy.start();
    }

    @AfterAll
    static void stopProxy() throws Exception {
        proxy.stop();
    }

    @BeforeEach
    void openStore() {
        client = client(URI.create("http://127.0.0.1:" + proxy.getPort()), 3);
        client.createBucket(request -> request.bucket(BUCKET));
        store = new S3Store(client, BUCKET, "some/prefix");
    }

    @AfterEach
    void removeEverything() throws IOException {
        try (S3Store whole = new S3Store(client, BUCKET, "")) {
            for (String key : whole.list("")) {
                whole.delete(key);
            }
            client.deleteBucket(request -> request.bucket(BUCKET));
        }
    }

    @Override
    ArtifactStore store() {
        return store;
    }

    @Test
    void staysBelowItsPrefix() throws IOException {
        S3Store whole = new S3Store(client, BUCKET, "");
        put("a", "x");
        whole.put("some/prefix-of-another/a", InputStream.nullInputStream());

        assertThat(whole.list("")).containsExactly("some/prefix-of-another/a", "some/prefix/a");
        assertThat(store.list("")).containsExactly("a");
    }

    @Test
    void leavesNoUnfinishedUploadBehind() {
        assertThatIOException().isThrownBy(() -> store.put("broken", breakingOff()));

        assertThat(client.listMultipartUploads(request -> request.bucket(BUCKET))
                        .uploads())
                .isEmpty();
    }

    @Test
    void deletesMoreThanOneRequestCanName() throws IOException {
        for (int i = 0; i < 1010; i++) {
            put("many/" + i, "x");
        }

        store.deleteAll("many");

        assertThat(store.list("")).isEmpty();
    }

    @Test
    void saysWhenTheServiceDoesNotAnswer() {
        try (S3Store nowhere = new S3Store(client(URI.create("http://127.0.0.1:1"), 1), BUCKET, "")) {
            assertThatIOException()
                    .isThrownBy(() -> nowhere.put("a", InputStream.nullInputStream()))
                    .withMessageStartingWith("cannot store a");
            assertThatIOException().isThrownBy(() -> nowhere.open("a")).withMessageStartingWith("cannot read a");
        }
    }

    private static S3Client client(URI endpoint, int attempts) {
        return S3Store.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .overrideConfiguration(override -> override.retryStrategy(retries -> retries.maxAttempts(attempts)))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("access", "secret")))
                .build();
    }
}
