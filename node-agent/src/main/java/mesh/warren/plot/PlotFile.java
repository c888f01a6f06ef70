package mesh.warren.plot;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.intermediate.CommandSequence;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;

/** Writes a chart as SVG or PNG, by the name of the file. */
final class PlotFile {

    /** What SVG cannot hold and the library writes for characters outside of ASCII is kept out by the charts' own texts. */
    private static final Set<String> SUFFIXES = Set.of("svg", "png");

    private PlotFile() {}

    static void write(Chart<?, ?> chart, Path file) throws IOException {
        String name = file.getFileName().toString();
        String suffix = name.substring(name.lastIndexOf('.') + 1);
        if (!SUFFIXES.contains(suffix)) {
            throw new IOException(file + ": want a name that ends in .svg or .png");
        }
        System.setProperty("java.awt.headless", "true"); // there is no screen, and none is looked for
        try (OutputStream out = Files.newOutputStream(file)) {
            if (suffix.equals("svg")) {
                VectorGraphics2D graphics = new VectorGraphics2D();
                chart.paint(graphics, chart.getWidth(), chart.getHeight());
                CommandSequence commands = graphics.getCommands();
                new SVGProcessor().getDocument(commands, new PageSize(0, 0, chart.getWidth(), chart.getHeight())).writeTo(out);
            } else {
                BufferedImage image = new BufferedImage(chart.getWidth(), chart.getHeight(), BufferedImage.TYPE_INT_RGB);
                Graphics2D graphics = image.createGraphics();
                chart.paint(graphics, chart.getWidth(), chart.getHeight());
                graphics.dispose();
                ImageIO.write(image, "png", out);
            }
        }
    }
}
