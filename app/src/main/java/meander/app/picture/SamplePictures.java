package meander.app.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.Locale;
import java.util.function.Consumer;

/** Pictures to begin with: bold shapes in black with details in white, as translators of line art know them, and a face in colour. */
public enum SamplePictures {
    BACKPACK(pen -> {
        pen.line(shape -> shape.append(new Ellipse2D.Double(48, 12, 32, 34), false), 7);
        pen.black(new RoundRectangle2D.Double(22, 26, 84, 92, 64, 64));
        pen.black(new RoundRectangle2D.Double(22, 70, 84, 48, 20, 20));
        pen.white(new RoundRectangle2D.Double(52, 44, 24, 14, 8, 8));
        pen.carve(shape -> {
            shape.moveTo(36, 104);
            shape.curveTo(36, 62, 92, 62, 92, 104);
        }, 4);
        pen.carve(shape -> {
            shape.moveTo(34, 58);
            shape.curveTo(44, 26, 84, 26, 94, 58);
        }, 4);
    }), HOUSE(pen -> {
        pen.black(shape -> {
            shape.moveTo(64, 14);
            shape.lineTo(118, 62);
            shape.lineTo(10, 62);
            shape.closePath();
        });
        pen.black(new Rectangle2D.Double(24, 56, 80, 58));
        pen.black(new Rectangle2D.Double(86, 22, 12, 26));
        pen.white(new RoundRectangle2D.Double(54, 76, 22, 38, 6, 6));
        pen.white(new Rectangle2D.Double(32, 72, 14, 14));
        pen.white(new Rectangle2D.Double(84, 72, 14, 14));
        pen.carve(shape -> {
            shape.moveTo(20, 64);
            shape.lineTo(108, 64);
        }, 3);
    }), FISH(pen -> {
        pen.black(new Ellipse2D.Double(10, 34, 84, 60));
        pen.black(shape -> {
            shape.moveTo(84, 64);
            shape.lineTo(120, 36);
            shape.curveTo(112, 58, 112, 70, 120, 92);
            shape.closePath();
        });
        pen.black(shape -> {
            shape.moveTo(40, 40);
            shape.curveTo(52, 14, 74, 20, 80, 30);
            shape.lineTo(72, 44);
            shape.closePath();
        });
        pen.white(new Ellipse2D.Double(24, 52, 12, 12));
        pen.carve(shape -> {
            shape.moveTo(46, 44);
            shape.curveTo(56, 56, 56, 72, 46, 84);
        }, 4);
        pen.carve(shape -> {
            shape.moveTo(64, 56);
            shape.curveTo(74, 60, 74, 68, 64, 72);
        }, 3);
    }), CUP(pen -> {
        pen.line(shape -> shape.append(new Ellipse2D.Double(78, 48, 34, 36), false), 8);
        pen.black(shape -> {
            shape.moveTo(20, 40);
            shape.lineTo(94, 40);
            shape.curveTo(94, 88, 86, 112, 72, 112);
            shape.lineTo(42, 112);
            shape.curveTo(28, 112, 20, 88, 20, 40);
            shape.closePath();
        });
        pen.carve(shape -> {
            shape.moveTo(30, 52);
            shape.lineTo(84, 52);
        }, 4);
        for (int i = 0; i < 3; i++) {
            double x = 40 + 17 * i;
            pen.line(shape -> {
                shape.moveTo(x, 32);
                shape.curveTo(x - 8, 24, x + 8, 20, x, 10);
            }, 4);
        }
    }), LEAF(pen -> {
        pen.black(shape -> {
            shape.moveTo(26, 98);
            shape.curveTo(8, 40, 60, 10, 112, 14);
            shape.curveTo(118, 70, 84, 118, 26, 98);
            shape.closePath();
        });
        pen.carve(shape -> {
            shape.moveTo(28, 98);
            shape.curveTo(46, 66, 70, 44, 96, 30);
            shape.moveTo(52, 70);
            shape.lineTo(50, 48);
            shape.moveTo(52, 70);
            shape.lineTo(78, 74);
            shape.moveTo(72, 50);
            shape.lineTo(70, 34);
            shape.moveTo(72, 50);
            shape.lineTo(92, 54);
        }, 3.5);
        pen.line(shape -> {
            shape.moveTo(28, 96);
            shape.lineTo(12, 116);
        }, 7);
    }), STAR(pen -> {
        pen.black(shape -> {
            for (int i = 0; i < 10; i++) {
                double angle = Math.PI * (i / 5.0 - 0.5);
                double far = i % 2 == 0 ? 56 : 25;
                double x = 64 + far * Math.cos(angle);
                double y = 67 + far * Math.sin(angle);
                if (i == 0) shape.moveTo(x, y);
                else
                    shape.lineTo(x, y);
            }
            shape.closePath();
        });
        pen.white(new Ellipse2D.Double(50, 58, 7, 10));
        pen.white(new Ellipse2D.Double(71, 58, 7, 10));
        pen.carve(shape -> {
            shape.moveTo(52, 75);
            shape.curveTo(56, 84, 72, 84, 76, 75);
        }, 4);
    }), SMILEY(pen -> {
        pen.fill(new Ellipse2D.Double(4, 4, 120, 120), new Color(0xFFCB30));
        Color brown = new Color(0x422B0D);
        pen.fill(new Ellipse2D.Double(36, 40, 14, 22), brown);
        pen.fill(new Ellipse2D.Double(78, 40, 14, 22), brown);
        pen.fill(Pen.stroke(shape -> {
            shape.moveTo(38, 82);
            shape.curveTo(48, 104, 80, 104, 90, 82);
        }, 7), brown);
    });

    /** The side of the sheet that they are drawn on, in pixels. */
    public static final int SIDE = 128;
    private final Consumer<Pen> drawing;

    SamplePictures(Consumer<Pen> drawing) {
        this.drawing = drawing;
    }

    /** For keys of texts. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param side of the square, in pixels */
    public Raster picture(int side) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, side, side);
        graphics.scale((double) side / SIDE, (double) side / SIDE);
        drawing.accept(new Pen(graphics));
        graphics.dispose();
        return new Raster(side, side, image.getRGB(0, 0, side, side, null, 0, side));
    }

    /** Draws on a sheet of {@value #SIDE} units. */
    private record Pen(Graphics2D graphics) {
        void black(Shape shape) {
            fill(shape, Color.BLACK);
        }

        void black(Consumer<Path2D> outline) {
            black(path(outline));
        }

        void white(Shape shape) {
            fill(shape, Color.WHITE);
        }

        void line(Consumer<Path2D> outline, double width) {
            black(stroke(outline, width));
        }

        /** A white line. */
        void carve(Consumer<Path2D> outline, double width) {
            white(stroke(outline, width));
        }

        private void fill(Shape shape, Color colour) {
            graphics.setColor(colour);
            graphics.fill(new Area(shape));
        }

        private static Shape stroke(Consumer<Path2D> outline, double width) {
            return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
                    .createStrokedShape(path(outline));
        }

        private static Path2D path(Consumer<Path2D> outline) {
            Path2D path = new Path2D.Double();
            outline.accept(path);
            return path;
        }
    }
}
