package io.espalier.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

final class ReportPageTest {
  @Test
  void showsTheFiguresBeforeAndAfter() throws Exception {
    String text =
        parse(ReportPage.of(SampleReport.named("conv1"))).getDocumentElement().getTextContent();
    assertThat(text)
        .contains("31.0 K", "was 77.0 K", "−59.7 %")
        .contains("6.01 M", "was 12.0 M", "−49.9 %")
        .contains("126 KB", "was 310 KB")
        .contains("Target met.", "50.1 % of the MACs remain")
        .contains("Top-1 on fashion-mnist-heldout, not fine-tuned", "63.4 %", "−27.8 points")
        .contains("before any fine-tuning")
        .contains("onnxruntime 1.29.0", "libtorch 2.7.1", "1.76 × as fast")
        .contains("SHA-256 " + "a".repeat(64))
        .contains("model.onnx.data, 5,000,000,000 bytes, SHA-256 " + "c".repeat(64));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<img src=x onerror=alert(1)>",
        "\"><script>alert(1)</script>",
        "' onload='alert(1)",
        "</style><script>alert(1)</script>",
        "</pre><b>",
        "&lt;b&gt;",
        "{{7*7}}",
        "${jndi:ldap://x}",
        "%n%s",
        "a\u0000b\u001b[31m\ud800\u202e"
      })
  void showsHostileNamesAsText(String name) throws Exception {
    Document plain = parse(ReportPage.of(SampleReport.named("x")));
    Document hostile = parse(ReportPage.of(SampleReport.named(name)));
    assertThat(tags(hostile)).isEqualTo(tags(plain));
    assertThat(attributes(hostile)).isEqualTo(attributes(plain));
    assertThat(hostile.getElementsByTagName("h1").item(0).getTextContent())
        .isEqualTo(name.replaceAll("[\\x00\\x1b\\x{202e}]|[\\ud800]", "\uFFFD"));
  }

  @Test
  void needsNothingFromOutside() {
    String page = ReportPage.of(SampleReport.named("conv1"));
    assertThat(page)
        .doesNotContain("<script", "<link", "<iframe", "@import", "url(", " src=", " href=");
    assertThat(Pattern.compile("https?://").matcher(page).find()).isFalse();
  }

  @Test
  void saysWhatWasNotMeasured() throws Exception {
    ModelFigures unmeasured = new ModelFigures(1, 2, 4, 8, List.of(), Optional.empty());
    Report sample = SampleReport.named("x");
    Report bare =
        new Report(
            unmeasured,
            unmeasured,
            List.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            sample.provenance());
    assertThat(parse(ReportPage.of(bare)).getDocumentElement().getTextContent())
        .contains("Accuracy was not measured", "Latency was not measured")
        .contains("Agreement with the original was not measured");
  }

  @Test
  void drawsBarsInProportionToTheWidths() throws Exception {
    Document page = parse(ReportPage.of(SampleReport.named("conv1")));
    NodeList bars = page.getElementsByTagName("rect");
    assertThat(bars.getLength()).isEqualTo(6);
    assertThat(width(bars, 0)).isEqualTo(2 * width(bars, 1));
    assertThat(width(bars, 2)).isEqualTo(2 * width(bars, 3));
    assertThat(width(bars, 4)).isEqualTo(width(bars, 5));
  }

  private static int width(NodeList bars, int index) {
    return Integer.parseInt(((Element) bars.item(index)).getAttribute("width"));
  }

  private static List<String> tags(Document page) {
    NodeList all = page.getElementsByTagName("*");
    return java.util.stream.IntStream.range(0, all.getLength())
        .mapToObj(i -> all.item(i).getNodeName())
        .toList();
  }

  private static List<Integer> attributes(Document page) {
    NodeList all = page.getElementsByTagName("*");
    return java.util.stream.IntStream.range(0, all.getLength())
        .mapToObj(i -> all.item(i).getAttributes().getLength())
        .toList();
  }

  /** The page is also well-formed XML but for the tags that HTML leaves open. */
  private static Document parse(String page) throws Exception {
    String xml = page.replaceFirst("<!DOCTYPE html>", "").replaceAll("<meta([^>]*)>", "<meta$1/>");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }
}
