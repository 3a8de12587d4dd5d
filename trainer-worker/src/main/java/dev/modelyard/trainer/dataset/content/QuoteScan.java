package dev.modelyard.trainer.dataset.content;

/** Follows the quotes of a csv text: a field is quoted if it begins with a quote; two quotes within stand for one. */
final class QuoteScan {
    private boolean open;
    private long openedAt;

    void line(long number, String line) {
        boolean fieldStart = !open;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (open) {
                if (c == '"') {
                    if (i + 1 < line.length() && line.charAt(i + 1) == '"') {
                        i++;
                    } else {
                        open = false;
                    }
                }
                fieldStart = false;
            } else if (c == '"' && fieldStart) {
                open = true;
                openedAt = number;
            } else {
                fieldStart = c == ',';
            }
        }
    }

    boolean open() {
        return open;
    }

    long openedAt() {
        return openedAt;
    }
}
