package io.espalier.graph.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.graph.NetworkBuilder;
import java.util.function.BiFunction;

/** Asks what an operation between two convolutions does to the channels of the first. */
final class Frozen {
  static final int WIDTH = 8;

  private Frozen() {}

  /** A convolution of 8 channels, the operation, a convolution; the first group's reason. */
  static String reason(BiFunction<NetworkBuilder, String, String> operation) {
    return reasonOf(operation, WIDTH);
  }

  static String reasonOf(BiFunction<NetworkBuilder, String, String> operation, int channelsAfter) {
    NetworkBuilder net = new NetworkBuilder("frozen", 1);
    String y = operation.apply(net, net.conv(net.input("x", 3, 4, 4), 3, WIDTH, 3, 1, 1));
    String last = net.conv(y, channelsAfter, 5, 1, 1, 1);
    net.output(last, 5, 4, 4);
    ChannelGroup first = GroupText.analyze(net.build()).groups().getFirst();
    assertThat(first.layers()).containsExactly("conv_0");
    return first.prunable() ? "prunable" : first.freezes().getFirst().reason();
  }
}
