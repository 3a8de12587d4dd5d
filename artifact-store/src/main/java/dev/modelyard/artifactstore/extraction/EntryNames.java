package dev.modelyard.artifactstore.extraction;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/** Turns the names of entries into relative paths that stay where they should, and sees that none comes twice. */
final class EntryNames {
    private static final int MAX_SEGMENT_BYTES = 255;
    private static final int MAX_LENGTH = 1000;
    private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:.*", Pattern.DOTALL);
    private static final Charset GB18030 = Charset.forName("GB18030");

    private final Set<String> files = new HashSet<>();
    private final Set<String> folders = new HashSet<>();

    /** The path of a file, and its folders, remembered. */
    List<String> file(String name) throws RefusedArchiveException {
        List<String> path = segments(name);
        if (path.isEmpty()) {
            throw new RefusedArchiveException("entry " + shown(name) + ": a file without a name");
        }
        String joined = String.join("/", path);
        if (folders.contains(joined) || !files.add(joined)) {
            throw new RefusedArchiveException("entry " + shown(name) + " is in the archive twice");
        }
        rememberFolders(name, path.subList(0, path.size() - 1));
        return path;
    }

    /** The path of a folder, remembered; empty for the top one. */
    List<String> folder(String name) throws RefusedArchiveException {
        List<String> path = segments(name);
        rememberFolders(name, path);
        return path;
    }

    private void rememberFolders(String name, List<String> path) throws RefusedArchiveException {
        for (int depth = path.size(); depth > 0; depth--) {
            String joined = String.join("/", path.subList(0, depth));
            if (files.contains(joined)) {
                throw new RefusedArchiveException("entry " + shown(name) + ": a file and a folder have the same name");
            }
            if (!folders.add(joined)) {
                return;
            }
        }
    }

    private static List<String> segments(String name) throws RefusedArchiveException {
        if (name.startsWith("/") || DRIVE.matcher(name).matches()) {
            throw new RefusedArchiveException("entry " + shown(name) + " has an absolute path");
        }
        if (name.indexOf('\\') >= 0) {
            throw new RefusedArchiveException("entry " + shown(name) + " has a backslash in its path; use /");
        }
        if (name.length() > MAX_LENGTH || name.chars().anyMatch(Character::isISOControl)) {
            throw new RefusedArchiveException("entry " + shown(name) + " has an unusable name");
        }
        List<String> segments = new ArrayList<>();
        for (String segment : name.split("/")) {
            if (segment.equals("..")) {
                throw new RefusedArchiveException("entry " + shown(name) + " leads out of the archive's folder");
            }
            if (segment.getBytes(StandardCharsets.UTF_8).length > MAX_SEGMENT_BYTES) {
                throw new RefusedArchiveException("entry " + shown(name) + " has a name of more than 255 bytes");
            }
            if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        return segments;
    }

    /**
     * The name of a zip entry. Zip tools of Windows write names in the system's code page without saying so; here that is
     * mostly the Chinese one.
     */
    static String of(ZipArchiveEntry entry) throws RefusedArchiveException {
        boolean declared = entry.getGeneralPurposeBit().usesUTF8ForNames()
                || entry.getNameSource() != ZipArchiveEntry.NameSource.NAME;
        byte[] raw = entry.getRawName();
        if (declared || raw == null) {
            return entry.getName();
        }
        return decoded(raw, StandardCharsets.UTF_8)
                .or(() -> decoded(raw, GB18030))
                .orElseThrow(() ->
                        new RefusedArchiveException("entry " + shown(entry.getName()) + ": its name is not UTF-8"));
    }

    private static Optional<String> decoded(byte[] raw, Charset charset) {
        try {
            return Optional.of(charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(raw))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    static String shown(String name) {
        StringBuilder text = new StringBuilder("\"");
        name.codePoints().limit(200).forEach(c -> text.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return text.append('"').toString();
    }
}
