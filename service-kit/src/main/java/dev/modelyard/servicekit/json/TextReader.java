package dev.modelyard.servicekit.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;

/**
 * A text of whole characters. JSON can escape half of one (a surrogate without its other half), which UTF-8 cannot hold: on its way to a
 * database or a file it would become another text than was sent, and two that differ would become one.
 */
final class TextReader extends StringDeserializer {
    private static final long serialVersionUID = 1L;

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        String text = super.deserialize(parser, context);
        if (text != null && text.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE)) {
            throw ValueInstantiationException.from(
                    parser,
                    "half a character",
                    context.constructType(String.class),
                    new IllegalArgumentException("it holds half of a character"));
        }
        return text;
    }
}
