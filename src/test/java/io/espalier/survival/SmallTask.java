package io.espalier.survival;

import io.espalier.format.onnx.OnnxWriter;
import io.espalier.graph.Attribute;
import io.espalier.graph.Graph;
import io.espalier.graph.NetworkBuilder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** A network, pictures of three shades, and jobs that train the one on the other. */
final class SmallTask {
  private static final int SIDE = 12;
  private static final int CLASSES = 3;
  private static final int PER_CLASS = 40;
  private static final int TESTED = 200;

  private static final int HUNGRY_CHANNELS = 4096;

  private SmallTask() {}

  static byte[] network(Path folder, int channels) throws IOException {
    NetworkBuilder net = new NetworkBuilder("small", 1);
    String x = net.input("x", 1, SIDE, SIDE);
    String first = net.relu(net.batchNorm(net.conv(x, 1, channels, 3, 1, 1), channels));
    String second = net.relu(net.conv(first, channels, 16, 3, 2, 1));
    String pooled = net.op("Flatten", net.op("GlobalAveragePool", second));
    return written(net.output(net.linear(pooled, 16, CLASSES), CLASSES).build(), folder);
  }

  /** A network whose first layer makes 600 MB of numbers from each picture. */
  static byte[] hungryNetwork(Path folder) throws IOException {
    NetworkBuilder net = new NetworkBuilder("hungry", 1);
    String x = net.input("x", 1, SIDE, SIDE);
    String large =
        net.op(
            "ConvTranspose",
            Map.of("kernel_shape", Attribute.ofInts(16, 16), "strides", Attribute.ofInts(16, 16)),
            x,
            net.weight("enlarge", 1, HUNGRY_CHANNELS, 16, 16));
    String pooled = net.op("Flatten", net.op("GlobalAveragePool", net.relu(large)));
    String y = net.linear(pooled, HUNGRY_CHANNELS, CLASSES);
    return written(net.output(y, CLASSES).build(), folder);
  }

  private static byte[] written(Graph graph, Path folder) throws IOException {
    Path file = Files.createTempDirectory(folder, "model").resolve("model.onnx");
    new OnnxWriter("test").write(graph, file);
    return Files.readAllBytes(file);
  }

  static byte[] pictures() throws IOException {
    Random noise = new Random(1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int label = 0; label < CLASSES; label++) {
        for (int i = 0; i < PER_CLASS + TESTED; i++) {
          String split = i < PER_CLASS ? "train" : "test";
          zip.putNextEntry(new ZipEntry("%s/%d/%d.png".formatted(split, label, i)));
          zip.write(picture(60 * label + 40, noise));
          zip.closeEntry();
        }
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] picture(int shade, Random noise) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < SIDE * SIDE; i++) {
      image.getRaster().setSample(i % SIDE, i / SIDE, 0, shade + noise.nextInt(64));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  /** A job of many small steps: {@value #PER_CLASS} of them an epoch. */
  static String job(String model, String dataset, int epochs, int batchSize) {
    return """
        {"model":"%s","dataset":"%s","seed":5,
         "steps":[{"type":"fine-tune","epochs":%d,"batchSize":%d,
                   "optimizer":{"type":"sgd","learningRate":0.01,"momentum":0.9},
                   "augment":["flip"]}],
         "outputs":["onnx"]}"""
        .formatted(model, dataset, epochs, batchSize);
  }
}
