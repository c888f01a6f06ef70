package mesh.warren.plot;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A line for each series, over numbers. Not thread-safe. */
public final class Lines {

    private final XYChart chart;

    /** @param x what the horizontal axis counts, with its unit; {@code y} the vertical one */
    public Lines(String title, String x, String y) {
        chart = new XYChartBuilder().width(800).height(450).title(title).xAxisTitle(x).yAxisTitle(y).build();
        chart.getStyler().setLegendPosition(LegendPosition.InsideNW).setChartBackgroundColor(Color.WHITE)
                .setPlotContentSize(0.98);
        chart.getStyler().setXAxisTickMarkSpacingHint(110);
        chart.getStyler().setYAxisMin(0.0);
    }

    /** Puts the vertical axis on a logarithmic scale, for values far apart and above zero. */
    public Lines logarithmic() {
        chart.getStyler().setYAxisMin(null);
        chart.getStyler().setYAxisLogarithmic(true);
        return this;
    }

    /** One more series; {@code x} and {@code y} are of one length. */
    public Lines add(String name, List<Double> x, List<Double> y) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setMarker(x.size() > 20 ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
        return this;
    }

    /** As SVG or PNG, by the file's name; an existing one is replaced. */
    public void write(Path file) throws IOException {
        PlotFile.write(chart, file);
    }
}
