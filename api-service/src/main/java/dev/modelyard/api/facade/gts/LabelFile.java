package dev.modelyard.api.facade.gts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A label file: <code>{"labels": ["…", …]}</code>, in one line or several. */
final class LabelFile {
    private static final int LARGEST = 16 << 20;
    private static final int MOST = 10_000;
    private static final int LONGEST = 200;
    private static final int SHOWN = 100;
    private static final String FAULT = "标签描述格式错误：";
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private LabelFile() {}

    /** The labels in the order of the file. */
    static List<String> read(InputStream file) throws IOException, InvalidDataException {
        byte[] bytes = file.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new InvalidDataException(FAULT + "文件超过" + LARGEST + "字节");
        }
        JsonNode tree = json(text(bytes));
        JsonNode list = tree.path("labels");
        if (list.isMissingNode() || list.isNull()) {
            throw new InvalidDataException(FAULT + "缺少`labels`字段");
        }
        if (!list.isArray() || list.size() < 2 || list.size() > MOST) {
            throw new InvalidDataException(FAULT + "`labels`字段必须是2到" + MOST + "个标签的列表");
        }
        Set<String> labels = new LinkedHashSet<>();
        for (JsonNode label : list) {
            if (!labels.add(label(label))) {
                throw new InvalidDataException(FAULT + "标签【" + shown(label.asText()) + "】重复");
            }
        }
        return new ArrayList<>(labels);
    }

    /** A label as a message can hold it, whatever it is. */
    static String shown(String label) {
        String plain = label.codePoints()
                .filter(point -> !Character.isISOControl(point))
                .limit(SHOWN)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return plain.length() < label.length() ? plain + "…" : plain;
    }

    private static String label(JsonNode node) throws InvalidDataException {
        String label = node.asText().strip();
        boolean text = node.isTextual() || node.isIntegralNumber();
        if (!text
                || label.isEmpty()
                || label.length() > LONGEST
                || label.codePoints()
                        .anyMatch(point ->
                                Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE)) {
            throw new InvalidDataException(FAULT + "标签必须是1到" + LONGEST + "个字符的字符串");
        }
        return label;
    }

    private static JsonNode json(String text) throws InvalidDataException {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            long line =
                    Math.max(1, e.getLocation() == null ? 1 : e.getLocation().getLineNr());
            throw new InvalidDataException("行【" + line + "】非json格式");
        }
    }

    private static String text(byte[] bytes) throws InvalidDataException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new InvalidDataException(FAULT + "文件不是UTF-8编码");
        }
    }
}
