package dev.modelyard.standalone.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Small pictures of circles, squares and triangles in any colour, size and place. */
final class ShapeSample {
    private static final int SIDE = 32;
    private static final int PICTURES_PER_SHAPE = 80;
    private static final List<String> SHAPES = List.of("circle", "square", "triangle");

    private ShapeSample() {}

    static Sample write(Path folder, long seed) throws IOException {
        Random random = new Random(seed);
        Path file = folder.resolve("shapes.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String shape : SHAPES) {
                for (int i = 0; i < PICTURES_PER_SHAPE; i++) {
                    zip.putNextEntry(new ZipEntry(shape + "/" + i + ".png"));
                    zip.write(png(draw(shape, random)));
                    zip.closeEntry();
                }
            }
        }
        List<Sample.Question> questions = new ArrayList<>();
        for (String shape : SHAPES) {
            String picture = Base64.getEncoder().encodeToString(png(draw(shape, random)));
            questions.add(new Sample.Question("a new picture of a " + shape, Map.of("image", picture), shape));
        }
        return new Sample("shapes", "image-classification", file, "application/zip", Map.of("seed", 1), questions);
    }

    private static BufferedImage draw(String shape, Random random) {
        BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = picture.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(new Color(random.nextInt(60), random.nextInt(60), random.nextInt(60)));
        g.fillRect(0, 0, SIDE, SIDE);
        double size = 12 + random.nextInt(12);
        double x = 2 + random.nextDouble() * (SIDE - size - 4);
        double y = 2 + random.nextDouble() * (SIDE - size - 4);
        Shape outline = outline(shape, size);
        AffineTransform place = AffineTransform.getTranslateInstance(x, y);
        place.rotate((random.nextDouble() - .5) * .5, size / 2, size / 2);
        g.setColor(
                Color.getHSBColor(random.nextFloat(), .4f + .6f * random.nextFloat(), .7f + .3f * random.nextFloat()));
        Shape placed = place.createTransformedShape(outline);
        if (random.nextInt(3) == 0) {
            g.setStroke(new BasicStroke(2.5f));
            g.draw(placed);
        } else {
            g.fill(placed);
        }
        g.dispose();
        return picture;
    }

    private static Shape outline(String shape, double size) {
        return switch (shape) {
            case "circle" -> new Ellipse2D.Double(0, 0, size, size);
            case "square" -> new Rectangle2D.Double(0, 0, size, size);
            default -> {
                Path2D triangle = new Path2D.Double();
                triangle.moveTo(size / 2, 0);
                triangle.lineTo(size, size);
                triangle.lineTo(0, size);
                triangle.closePath();
                yield triangle;
            }
        };
    }

    private static byte[] png(BufferedImage picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", bytes);
        return bytes.toByteArray();
    }
}
