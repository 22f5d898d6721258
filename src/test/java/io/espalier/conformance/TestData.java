package io.espalier.conformance;

import io.espalier.graph.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the test data of the ONNX project lie, and how they are laid out. */
final class TestData {
  static final String PACKAGE = "libonnx-testdata";
  private static final String PROPERTY = "espalier.conformance";
  private static final String INSTALLED = "/usr/share/libonnx-testdata/data";
  private static final List<String> FOLDERS =
      List.of("node", "simple", "pytorch-operator", "pytorch-converted");

  private TestData() {}

  /** The folder of the data; empty when they are not installed. */
  static Optional<Path> root() {
    return Optional.of(Path.of(System.getProperty(PROPERTY, INSTALLED))).filter(Files::isDirectory);
  }

  /** The folder of every case: its model and sets of inputs and outputs. */
  static List<Path> cases(Path root) {
    return FOLDERS.stream().flatMap(folder -> sorted(root.resolve(folder)).stream()).toList();
  }

  static Path model(Path testCase) {
    return testCase.resolve("model.onnx");
  }

  static List<Path> sets(Path testCase) {
    return sorted(testCase).stream().filter(Files::isDirectory).toList();
  }

  static List<Tensor> inputs(Path set) {
    return tensors(set, "input");
  }

  static List<Tensor> outputs(Path set) {
    return tensors(set, "output");
  }

  private static List<Tensor> tensors(Path set, String kind) {
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; Files.exists(set.resolve("%s_%d.pb".formatted(kind, i))); i++) {
      tensors.add(TensorProtos.read(set.resolve("%s_%d.pb".formatted(kind, i))));
    }
    return tensors;
  }

  private static List<Path> sorted(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
