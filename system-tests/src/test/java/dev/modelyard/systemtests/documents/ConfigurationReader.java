package dev.modelyard.systemtests.documents;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Finds the keys in the source of a tree: the methods of interfaces with {@code @ConfigMapping}, and their Javadoc. */
final class ConfigurationReader {
    private final Path root;
    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

    ConfigurationReader(Path root) {
        this.root = root;
    }

    /** Every group of the tree, by module and prefix. */
    List<ConfigurationGroup> groups() throws IOException {
        List<ConfigurationGroup> groups = new ArrayList<>();
        for (Path file : mappings()) {
            groups.addAll(read(file));
        }
        return groups;
    }

    private List<Path> mappings() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path source : sources()) {
            try (Stream<Path> all = Files.walk(source)) {
                all.filter(file -> file.toString().endsWith(".java"))
                        .filter(ConfigurationReader::hasMapping)
                        .sorted()
                        .forEach(files::add);
            }
        }
        return files;
    }

    private List<Path> sources() throws IOException {
        try (Stream<Path> modules = Files.find(root, 2, (folder, _) -> Files.exists(folder.resolve("pom.xml")))) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
    }

    private static boolean hasMapping(Path file) {
        try {
            return Files.readString(file).contains("@ConfigMapping(");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<ConfigurationGroup> read(Path file) throws IOException {
        List<ConfigurationGroup> groups = new ArrayList<>();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(file));
            DocTrees comments = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                for (Tree type : unit.getTypeDecls()) {
                    if (type instanceof ClassTree declared) {
                        Optional<String> prefix =
                                annotation(declared.getModifiers().getAnnotations(), "ConfigMapping");
                        prefix.ifPresent(text -> groups.add(group(file, comments, unit, declared, text)));
                    }
                }
            }
        }
        return groups;
    }

    private ConfigurationGroup group(
            Path file, DocTrees comments, CompilationUnitTree unit, ClassTree mapping, String prefix) {
        TreePath path = TreePath.getPath(unit, mapping);
        String relative = root.relativize(file).toString();
        String module = relative.substring(0, relative.indexOf("/src/main/"));
        List<ConfigurationKey> keys = new ArrayList<>();
        collect(comments, unit, mapping, prefix, keys);
        return new ConfigurationGroup(module, prefix, Markdown.of(comments.getDocCommentTree(path)), keys);
    }

    private static void collect(
            DocTrees comments,
            CompilationUnitTree unit,
            ClassTree mapping,
            String prefix,
            List<ConfigurationKey> keys) {
        for (Tree member : mapping.getMembers()) {
            if (member instanceof MethodTree method
                    && !method.getModifiers().getFlags().contains(Modifier.DEFAULT)) {
                String type = method.getReturnType().toString().replaceAll("[a-z]+\\.(?=[a-zA-Z])", "");
                String name = annotation(method.getModifiers().getAnnotations(), "WithName")
                        .orElseGet(() -> kebab(method.getName().toString()));
                String property = prefix + "." + name;
                Optional<ClassTree> nested = nested(mapping, type);
                if (nested.isPresent() && nested.get().getKind() == Tree.Kind.INTERFACE) {
                    collect(comments, unit, nested.get(), property, keys);
                } else {
                    keys.add(new ConfigurationKey(
                            property,
                            nested.map(ConfigurationReader::constants).orElse(type),
                            annotation(method.getModifiers().getAnnotations(), "WithDefault"),
                            Markdown.of(comments.getDocCommentTree(TreePath.getPath(unit, method)))));
                }
            }
        }
    }

    private static Optional<ClassTree> nested(ClassTree mapping, String type) {
        return mapping.getMembers().stream()
                .filter(ClassTree.class::isInstance)
                .map(ClassTree.class::cast)
                .filter(inner -> inner.getSimpleName().contentEquals(type))
                .findFirst();
    }

    /** What a key of an enum's type may be, as it is written in a setting. */
    private static String constants(ClassTree enumeration) {
        return enumeration.getMembers().stream()
                .filter(VariableTree.class::isInstance)
                .map(member -> ((VariableTree) member).getName().toString())
                .map(name -> "`" + name.toLowerCase(Locale.ROOT).replace('_', '-') + "`")
                .collect(Collectors.joining(" or "));
    }

    /** The one text an annotation carries, if it is there. */
    private static Optional<String> annotation(List<? extends AnnotationTree> annotations, String name) {
        return annotations.stream()
                .filter(annotation -> annotation.getAnnotationType().toString().equals(name))
                .flatMap(annotation -> annotation.getArguments().stream())
                .map(argument -> argument instanceof AssignmentTree named ? named.getExpression() : argument)
                .map(ConfigurationReader::text)
                .findFirst();
    }

    private static String text(ExpressionTree expression) {
        if (expression instanceof LiteralTree literal) {
            return String.valueOf(literal.getValue());
        }
        throw new IllegalArgumentException("not a plain text: " + expression);
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
