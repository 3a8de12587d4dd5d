package dev.modelyard.api.facade.gts;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sends requests byte for byte as they are written here, as Python's {@code requests} would. */
final class RawHttp {
    static final String BOUNDARY = "8d0f6a6e6d7f4a5a9b1c2d3e4f506172";

    private RawHttp() {}

    record Answer(int status, List<String> headers, String text) {
        JsonNode json() {
            return GtsUser.tree(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** {@code requests.post(url, json=…)}. */
    static Answer postJson(String token, String path, String json) throws IOException {
        return post(token, path, List.of("Content-Type: application/json"), json);
    }

    /** {@code requests.post(url)}. */
    static Answer postNothing(String token, String path) throws IOException {
        return post(token, path, List.of(), "");
    }

    /** {@code requests.post(url, data={"task_id": …}, files={"files": open(…, "rb")})}. */
    static Answer postFile(String token, String path, String task, String fileName, String content) throws IOException {
        String body = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"task_id\"\r\n\r\n" + task
                + "\r\n--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + fileName
                + "\"\r\n\r\n" + content + "\r\n--" + BOUNDARY + "--\r\n";
        return post(token, path, List.of("Content-Type: multipart/form-data; boundary=" + BOUNDARY), body);
    }

    static Answer post(String token, String path, List<String> headers, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        List<String> head = new ArrayList<>(List.of(
                "POST " + path + " HTTP/1.1",
                "Host: 127.0.0.1:" + RestAssured.port,
                "User-Agent: python-requests/2.28.1",
                "Accept-Encoding: gzip, deflate",
                "Accept: */*",
                "Connection: keep-alive",
                "Content-Length: " + bytes.length));
        head.addAll(headers);
        if (!token.isEmpty()) {
            head.add("Authorization: Bearer " + token);
        }
        return send(String.join("\r\n", head) + "\r\n\r\n", bytes);
    }

    static Answer send(String head, byte[] body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            return read(socket);
        }
    }

    private static Answer read(Socket socket) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(socket); !line.isEmpty(); line = line(socket)) {
            lines.add(line);
        }
        int length = lines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        String text = new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
        return new Answer(Integer.parseInt(lines.getFirst().split(" ")[1]), List.copyOf(lines), text);
    }

    private static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = socket.getInputStream().read();
                next != '\n' && next >= 0;
                next = socket.getInputStream().read()) {
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }
}
