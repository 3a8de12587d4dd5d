package dev.modelyard.standalone.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** How to see that a process serves. */
public sealed interface Readiness {
    /** Whether it does now. */
    boolean check() throws InterruptedException;

    /** An address answers 200. */
    record Http(URI address) implements Readiness {
        private static final HttpClient CLIENT = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();

        @Override
        public boolean check() throws InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(address)
                    .timeout(Duration.ofSeconds(10))
                    .build();
            try {
                return CLIENT.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            } catch (IOException e) {
                return false;
            }
        }
    }

    /** A port takes connections. */
    record Tcp(InetSocketAddress address) implements Readiness {
        @Override
        public boolean check() {
            try (Socket socket = new Socket()) {
                socket.connect(address, 2000);
                return true;
            } catch (IOException e) {
                return false;
            }
        }
    }
}
