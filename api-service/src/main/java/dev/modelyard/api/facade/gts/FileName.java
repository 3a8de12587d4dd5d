package dev.modelyard.api.facade.gts;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Names of uploaded files: one word of a path, and nothing that could lead anywhere. */
final class FileName {
    private static final int LONGEST_BYTES = 255;

    private FileName() {}

    /** What is wrong with a name, if anything is. */
    static Optional<String> fault(String name) {
        if (name.isBlank()) {
            return Optional.of("文件名为空");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
            return Optional.of("文件名超过" + LONGEST_BYTES + "字节");
        }
        boolean leads = name.equals(".") || name.equals("..") || name.contains("/") || name.contains("\\");
        boolean controls = name.codePoints()
                .anyMatch(point -> Character.isISOControl(point)
                        || Character.getType(point) == Character.SURROGATE
                        || Character.getType(point) == Character.FORMAT);
        return leads || controls ? Optional.of("文件名不合法") : Optional.empty();
    }
}
