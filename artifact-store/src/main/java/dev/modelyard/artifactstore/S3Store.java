package dev.modelyard.artifactstore;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A prefix of an S3 bucket. Objects are streamed up in parts of 16 MiB, one in memory at a time, so an object has at most
 * 156 GiB. Works with any service that speaks S3: no feature beyond multipart uploads is asked for.
 */
public final class S3Store implements ArtifactStore {
    private static final int PART_SIZE = 16 << 20;
    private static final int DELETE_BATCH = 1000;
    private static final char AFTER_SLASH = '/' + 1;

    private final S3Client client;
    private final String bucket;
    private final String root;

    /**
     * A store on a client that it will close.
     *
     * @param prefix where in the bucket; empty: all of it
     */
    public S3Store(S3Client client, String bucket, String prefix) {
        this.client = client;
        this.bucket = bucket;
        this.root = prefix.isEmpty() ? "" : Keys.require(prefix) + "/";
    }

    static S3Store open(String bucket, String prefix) {
        S3ClientBuilder builder = builder();
        boolean own = System.getenv("AWS_ENDPOINT_URL_S3") != null || System.getenv("AWS_ENDPOINT_URL") != null;
        // Services other than Amazon's rarely have a host name for each bucket.
        return new S3Store(builder.forcePathStyle(own).build(), bucket, prefix);
    }

    /** What every client of a store needs; endpoint, region and credentials are the caller's or the environment's. */
    public static S3ClientBuilder builder() {
        return S3Client.builder()
                .httpClientBuilder(Apache5HttpClient.builder())
                // A body goes out with its head: to wait until it is asked for costs a round trip.
                .serviceConfiguration(s3 -> s3.expectContinueEnabled(false))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    }

    @Override
    public StoredObject put(String key, InputStream content) throws IOException {
        String name = name(key);
        MessageDigest digest = Sha256.digest();
        byte[] part = content.readNBytes(PART_SIZE);
        digest.update(part);
        if (part.length < PART_SIZE) {
            try {
                client.putObject(request -> request.bucket(bucket).key(name), RequestBody.fromBytes(part));
            } catch (SdkException e) {
                throw failure("store", key, e);
            }
            return new StoredObject(key, part.length, Sha256.text(digest.digest()));
        }
        return putInParts(key, name, part, content, digest);
    }

    private StoredObject putInParts(String key, String name, byte[] first, InputStream content, MessageDigest digest)
            throws IOException {
        String upload;
        try {
            upload = client.createMultipartUpload(
                            request -> request.bucket(bucket).key(name))
                    .uploadId();
        } catch (SdkException e) {
            throw failure("store", key, e);
        }
        boolean complete = false;
        try {
            long size = 0;
            List<CompletedPart> parts = new ArrayList<>();
            for (byte[] part = first; part.length > 0; part = content.readNBytes(PART_SIZE)) {
                if (!parts.isEmpty()) {
                    digest.update(part);
                }
                parts.add(uploadPart(name, upload, parts.size() + 1, part));
                size += part.length;
            }
            client.completeMultipartUpload(request ->
                    request.bucket(bucket).key(name).uploadId(upload).multipartUpload(whole -> whole.parts(parts)));
            complete = true;
            return new StoredObject(key, size, Sha256.text(digest.digest()));
        } catch (SdkException e) {
            throw failure("store", key, e);
        } finally {
            if (!complete) {
                abort(name, upload);
            }
        }
    }

    private CompletedPart uploadPart(String name, String upload, int number, byte[] part) {
        String tag = client.uploadPart(
                        request -> request.bucket(bucket)
                                .key(name)
                                .uploadId(upload)
                                .partNumber(number),
                        RequestBody.fromBytes(part))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }

    private void abort(String name, String upload) {
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(bucket).key(name).uploadId(upload));
        } catch (SdkException e) {
            System.getLogger(S3Store.class.getName())
                    .log(System.Logger.Level.WARNING, "An unfinished upload stays in bucket " + bucket, e);
        }
    }

    @Override
    public void copy(String from, String to) throws IOException {
        String source = name(from);
        String target = name(to);
        try {
            client.copyObject(request -> request.sourceBucket(bucket)
                    .sourceKey(source)
                    .destinationBucket(bucket)
                    .destinationKey(target));
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                throw missing(from, e);
            }
            // Amazon copies at most 5 GiB in one request.
            try (InputStream content = open(from)) {
                put(to, content);
            }
        } catch (SdkException e) {
            throw failure("copy", from, e);
        }
    }

    @Override
    public InputStream open(String key, long offset) throws IOException {
        if (offset < 0) {
            throw new IllegalArgumentException("offset below 0: " + offset);
        }
        String name = name(key);
        try {
            return new AbortingInputStream(client.getObject(request -> {
                request.bucket(bucket).key(name);
                if (offset > 0) {
                    request.range("bytes=" + offset + "-");
                }
            }));
        } catch (S3Exception e) {
            return switch (e.statusCode()) {
                case 404 -> throw missing(key, e);
                case 416 -> InputStream.nullInputStream();
                default -> throw failure("read", key, e);
            };
        } catch (SdkException e) {
            throw failure("read", key, e);
        }
    }

    @Override
    public Optional<Long> size(String key) throws IOException {
        return head(key).map(HeadObjectResponse::contentLength);
    }

    @Override
    public Optional<Instant> modified(String key) throws IOException {
        return head(key).map(HeadObjectResponse::lastModified);
    }

    private Optional<HeadObjectResponse> head(String key) throws IOException {
        String name = name(key);
        try {
            return Optional.of(
                    client.headObject(request -> request.bucket(bucket).key(name)));
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return Optional.empty();
            }
            throw failure("look for", key, e);
        } catch (SdkException e) {
            throw failure("look for", key, e);
        }
    }

    @Override
    public List<String> list(String prefix) throws IOException {
        String below = prefix.isEmpty() ? root : name(prefix) + "/";
        try {
            return client
                    .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(below))
                    .stream()
                    .flatMap(page -> page.contents().stream())
                    .map(S3Object::key)
                    .filter(name -> !name.endsWith("/"))
                    .map(name -> name.substring(root.length()))
                    .sorted()
                    .toList();
        } catch (SdkException e) {
            throw failure("list", prefix, e);
        }
    }

    @Override
    public List<String> folders(String prefix, Optional<String> after, int most) throws IOException {
        String below = name(prefix) + "/";
        try {
            return client
                    .listObjectsV2Paginator(request -> {
                        request.bucket(bucket).prefix(below).delimiter("/");
                        // What comes after all keys below that folder.
                        after.ifPresent(name -> request.startAfter(below + name + AFTER_SLASH));
                    })
                    .stream()
                    .flatMap(page -> page.commonPrefixes().stream())
                    .map(CommonPrefix::prefix)
                    .map(name -> name.substring(below.length(), name.length() - 1))
                    .filter(name -> after.isEmpty() || Keys.FOLDER_ORDER.compare(name, after.get()) > 0)
                    .limit(most)
                    .toList();
        } catch (SdkException e) {
            throw failure("list", prefix, e);
        }
    }

    @Override
    public void delete(String key) throws IOException {
        String name = name(key);
        try {
            client.deleteObject(request -> request.bucket(bucket).key(name));
        } catch (SdkException e) {
            throw failure("delete", key, e);
        }
    }

    @Override
    public void deleteAll(String prefix) throws IOException {
        Keys.require(prefix);
        List<ObjectIdentifier> names = list(prefix).stream()
                .map(key -> ObjectIdentifier.builder().key(name(key)).build())
                .toList();
        for (int from = 0; from < names.size(); from += DELETE_BATCH) {
            List<ObjectIdentifier> batch = names.subList(from, Math.min(names.size(), from + DELETE_BATCH));
            try {
                boolean failed = client.deleteObjects(request -> request.bucket(bucket)
                                .delete(all -> all.objects(batch).quiet(true)))
                        .hasErrors();
                if (failed) {
                    throw new IOException("not everything below " + prefix + " could be deleted");
                }
            } catch (SdkException e) {
                throw failure("delete", prefix, e);
            }
        }
    }

    @Override
    public Optional<Path> localFile(String key) {
        Keys.require(key);
        return Optional.empty();
    }

    @Override
    public void close() {
        client.close();
    }

    private String name(String key) {
        return root + Keys.require(key);
    }

    private static NoSuchFileException missing(String key, SdkException cause) {
        NoSuchFileException missing = new NoSuchFileException(key);
        missing.initCause(cause);
        return missing;
    }

    private static IOException failure(String verb, String key, SdkException cause) {
        return new IOException("cannot " + verb + " " + key + ": " + cause.getMessage(), cause);
    }

    /** Drops the connection when it is closed early, instead of reading the rest of the object. */
    private static final class AbortingInputStream extends FilterInputStream {
        private final ResponseInputStream<GetObjectResponse> response;
        private boolean ended;

        AbortingInputStream(ResponseInputStream<GetObjectResponse> response) {
            super(response);
            this.response = response;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            ended |= value < 0;
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            ended |= read < 0;
            return read;
        }

        @Override
        public void close() throws IOException {
            if (ended) {
                super.close();
            } else {
                response.abort();
            }
        }
    }
}
