package io.espalier.engine;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.espalier.graph.Tensor;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The residual network for images of 32 pixels out of DJL's own blocks, trained as DJL does it. */
public final class DjlResNet implements AutoCloseable {
  private static final int STAGES = 3;
  private static final Shape TWO = new Shape(2, 2);
  private static final Shape ONE = new Shape(1, 1);

  private final Arena arena = Arena.ofConfined();
  private final Map<String, Tensor> weights;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Model model;
  private final Trainer trainer;
  private final NDList images;
  private final NDList labels;

  /**
   * Builds the network.
   *
   * @param weights by the names of the CIFAR ResNet
   * @param depth blocks of each stage
   * @param images {@code [N, 3, 32, 32]}
   * @param labels {@code [N]}
   */
  public DjlResNet(
      Map<String, Tensor> weights, int depth, double learningRate, Tensor images, Tensor labels) {
    this.weights = weights;
    Engine engine = LibTorch.load(2);
    model = engine.newModel("blocks", ai.djl.Device.cpu());
    Block block = network(depth);
    NDManager manager = model.getNDManager();
    block.initialize(manager, DataType.FLOAT32, new Shape(images.shape()));
    parameters.forEach(this::fill);
    model.setBlock(block);
    trainer = model.newTrainer(config(learningRate));
    this.images = new NDList(TorchArrays.copy(manager, images, arena));
    this.labels = new NDList(TorchArrays.copy(manager, labels, arena));
  }

  private static DefaultTrainingConfig config(double learningRate) {
    Optimizer optimizer =
        Optimizer.sgd()
            .setLearningRateTracker(Tracker.fixed((float) learningRate))
            .optMomentum(0.9f)
            .optWeightDecays(1e-4f)
            .build();
    return new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
        .optOptimizer(optimizer)
        .optDevices(new ai.djl.Device[] {ai.djl.Device.cpu()});
  }

  /** The gradient of the mean cross entropy for every weight. */
  public Map<String, float[]> gradients() {
    accumulate();
    Map<String, float[]> gradients = new LinkedHashMap<>();
    parameters.forEach(
        (name, parameter) -> {
          if (parameter.requiresGradient()) {
            gradients.put(name, parameter.getArray().getGradient().toFloatArray());
          }
        });
    return gradients;
  }

  /** The running statistics. */
  public Map<String, float[]> statistics() {
    Map<String, float[]> statistics = new LinkedHashMap<>();
    parameters.forEach(
        (name, parameter) -> {
          if (!parameter.requiresGradient()) {
            statistics.put(name, parameter.getArray().toFloatArray());
          }
        });
    return statistics;
  }

  /** One step of SGD with momentum. */
  public float step() {
    float loss = accumulate();
    trainer.step();
    return loss;
  }

  private float accumulate() {
    try (GradientCollector collector = trainer.newGradientCollector();
        NDManager step = trainer.getManager().newSubManager()) {
      NDList given = new NDList(images.singletonOrThrow().duplicate());
      given.attach(step);
      NDArray loss = trainer.getLoss().evaluate(labels, trainer.forward(given));
      collector.backward(loss);
      return loss.getFloat();
    }
  }

  private Block network(int depth) {
    SequentialBlock network = new SequentialBlock();
    add(network, "conv1", "bn1", 3, 1);
    network.add(Activation.reluBlock());
    for (int stage = 1; stage <= STAGES; stage++) {
      for (int i = 0; i < depth; i++) {
        network.add(residual("layer" + stage + "." + i, stage > 1 && i == 0 ? 2 : 1));
      }
    }
    network.add(Pool.globalAvgPool2dBlock());
    Linear linear = Linear.builder().setUnits(weights.get("linear.bias").elements()).build();
    parameters.put("linear.weight", linear.getParameters().get("weight"));
    parameters.put("linear.bias", linear.getParameters().get("bias"));
    return network.add(linear);
  }

  private Block residual(String name, int stride) {
    SequentialBlock branch = new SequentialBlock();
    add(branch, name + ".conv1", name + ".bn1", 3, stride);
    branch.add(Activation.reluBlock());
    add(branch, name + ".conv2", name + ".bn2", 3, 1);
    long missing =
        weights.get(name + ".conv1.weight").dim(0) - weights.get(name + ".conv1.weight").dim(1);
    Block shortcut =
        stride == 1
            ? LambdaBlock.singleton(x -> x)
            : LambdaBlock.singleton(x -> shortcut(x, missing / 2));
    return new SequentialBlock()
        .add(
            new ParallelBlock(
                outputs ->
                    new NDList(
                        outputs.get(0).singletonOrThrow().add(outputs.get(1).singletonOrThrow())),
                List.of(branch, shortcut)))
        .add(Activation.reluBlock());
  }

  /** Every second pixel, with zero channels on both sides. */
  private static NDArray shortcut(NDArray x, long channels) {
    NDArray kept = x.get(new NDIndex(":, :, ::2, ::2"));
    Shape sides =
        new Shape(kept.getShape().get(0), channels, kept.getShape().get(2), kept.getShape().get(3));
    NDArray zeros = kept.getManager().zeros(sides);
    return NDArrays.concat(new NDList(zeros, kept, zeros), 1);
  }

  private void add(SequentialBlock blocks, String name, String norm, int kernel, int stride) {
    Conv2d convolution =
        Conv2d.builder()
            .setFilters((int) weights.get(name + ".weight").dim(0))
            .setKernelShape(new Shape(kernel, kernel))
            .optStride(stride == 1 ? ONE : TWO)
            .optPadding(ONE)
            .optBias(false)
            .build();
    BatchNorm normalization = BatchNorm.builder().build();
    blocks.add(convolution).add(normalization);
    parameters.put(name + ".weight", convolution.getParameters().get("weight"));
    parameters.put(norm + ".weight", normalization.getParameters().get("gamma"));
    parameters.put(norm + ".bias", normalization.getParameters().get("beta"));
    parameters.put(norm + ".running_mean", normalization.getParameters().get("runningMean"));
    parameters.put(norm + ".running_var", normalization.getParameters().get("runningVar"));
  }

  private void fill(String name, Parameter parameter) {
    parameter.getArray().set(weights.get(name).toFloats());
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
    arena.close();
  }
}
