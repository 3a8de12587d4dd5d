package dev.modelyard.api.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver that need not speak HTTP. */
final class RawReceiver implements AutoCloseable {
    private final ServerSocket socket;
    private final Conversation conversation;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger hungUp = new AtomicInteger();

    /** What is said to whoever connects. */
    interface Conversation {
        void with(Socket caller) throws IOException, InterruptedException;
    }

    RawReceiver(Conversation conversation) throws IOException {
        this.conversation = conversation;
        socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.2"));
        threads.execute(this::accept);
    }

    String url() {
        return "http://127.0.0.2:" + socket.getLocalPort() + "/hook";
    }

    /** How many callers were gone before all was said. */
    int hungUp() {
        return hungUp.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket caller = socket.accept();
                threads.execute(() -> talk(caller));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void talk(Socket caller) {
        try (caller) {
            conversation.with(caller);
        } catch (IOException e) {
            hungUp.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
