package io.spillway.load.plot;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines over one axis, as SVG. */
public final class Plot {

    private static final int WIDTH = 800;
    private static final int HEIGHT = 420;

    private final XYChart chart;

    /**
     * @param title in one line
     * @param across what the axis below means, with its unit
     * @param up what the axis beside means, with its unit
     */
    public Plot(String title, String across, String up) {
        chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(across)
                .yAxisTitle(up)
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setPlotGridLinesColor(Color.LIGHT_GRAY);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setXAxisDecimalPattern("#,##0.###");
        chart.getStyler().setYAxisDecimalPattern("#,##0.###");
    }

    /** With equal distances for equal ratios on the axis beside. */
    public Plot logarithmic() {
        chart.getStyler().setYAxisLogarithmic(true);
        return this;
    }

    /** A line through points, which are marked. */
    public Plot points(String name, List<Double> across, List<Double> up) {
        chart.addSeries(name, across, up);
        return this;
    }

    /** A line alone. */
    public Plot line(String name, List<Double> across, List<Double> up) {
        chart.addSeries(name, across, up).setMarker(SeriesMarkers.NONE);
        return this;
    }

    /** Something that happened, as an upright line with its name. */
    public Plot mark(String name, double across, double height) {
        chart.addAnnotation(new AnnotationLine(across, true, false));
        chart.addAnnotation(new AnnotationText(name, across, height, false));
        return this;
    }

    public void write(Path svg) throws IOException {
        VectorGraphicsEncoder.saveVectorGraphic(chart, svg.toString(), VectorGraphicsFormat.SVG);
    }
}
