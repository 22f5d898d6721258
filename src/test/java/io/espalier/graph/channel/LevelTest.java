package io.espalier.graph.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.NetworkBuilder;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How much of a network goes with a channel. */
class LevelTest {
  private static final int WIDTH = 8;

  private static Map<String, Level> levels(UnaryOperator<Blocks> network) {
    NetworkBuilder net = network.apply(new Blocks("levels", 1)).net;
    return GroupText.analyze(net.build()).groups().stream()
        .collect(Collectors.toMap(ChannelGroup::id, ChannelGroup::level));
  }

  private static Blocks finished(Blocks s, String y) {
    s.net.output(s.head(y, WIDTH), Blocks.CLASSES);
    return s;
  }

  private static String input(Blocks s) {
    return s.net.input("x", 3, Blocks.SIZE, Blocks.SIZE);
  }

  @Test
  void layersThatAreAddedUpAreAStage() {
    assertThat(
            levels(
                s -> {
                  String stem = s.net.conv(input(s), 3, WIDTH, 3, 1, 1);
                  String inner = s.net.conv(stem, WIDTH, 6, 3, 1, 1);
                  String branch = s.net.conv(inner, 6, WIDTH, 3, 1, 1);
                  return finished(s, s.net.op("Add", branch, stem));
                }))
        .containsEntry("conv_0", Level.STAGE)
        .containsEntry("conv_1", Level.FILTER);
  }

  @Test
  void anExpansionWithItsDepthwiseConvolutionAndGateIsNoStage() {
    assertThat(
            levels(
                s -> {
                  String wide = s.net.conv(input(s), 3, WIDTH, 1, 1, 1);
                  String each = s.net.conv(wide, WIDTH, WIDTH, 3, 1, WIDTH);
                  String squeezed = s.net.op("GlobalAveragePool", each);
                  String gate = s.net.op("Sigmoid", s.net.conv(squeezed, WIDTH, WIDTH, 1, 1, 1));
                  return finished(s, s.net.op("Mul", each, gate));
                }))
        .containsEntry("conv_0", Level.FILTER);
  }

  @Test
  void addingAConstantMakesNoStage() {
    assertThat(
            levels(
                s -> {
                  String wide = s.net.conv(input(s), 3, WIDTH, 1, 1, 1);
                  return finished(s, s.net.op("Add", wide, s.net.weight("shift", WIDTH, 1, 1)));
                }))
        .containsEntry("conv_0", Level.FILTER);
  }
}
