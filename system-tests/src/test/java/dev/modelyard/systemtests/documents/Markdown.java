package dev.modelyard.systemtests.documents;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.TextTree;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Javadoc as one line of Markdown that may stand in a table. */
final class Markdown {
    private Markdown() {}

    static String of(@Nullable DocCommentTree comment) {
        return comment == null
                ? ""
                : text(comment.getFullBody()).strip().replaceAll("\\s+", " ").replace("|", "\\|");
    }

    private static String text(List<? extends DocTree> trees) {
        return trees.stream().map(Markdown::text).collect(Collectors.joining());
    }

    private static String text(DocTree tree) {
        return switch (tree) {
            case TextTree text -> text.getBody();
            case LiteralTree code -> "`" + code.getBody().getBody() + "`";
            case LinkTree link when !link.getLabel().isEmpty() -> text(link.getLabel());
            case LinkTree link -> "`" + link.getReference().getSignature().replaceAll(".*[#.]", "") + "`";
            default -> "";
        };
    }
}
