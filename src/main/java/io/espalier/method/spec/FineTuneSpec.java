package io.espalier.method.spec;

import io.espalier.dataset.augment.Augmentation;
import io.espalier.engine.train.TrainingPrecision;
import io.espalier.method.spec.training.AugmentOptions;
import io.espalier.method.spec.training.TrainingSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fine-tuning: the weights learn on the job's data set, the network stays as it is.
 *
 * @param augment random changes of the training samples, in the order in which they are applied
 */
public record FineTuneSpec(TrainingSpec training, List<Augmentation> augment)
    implements MethodSpec {
  public static final String TYPE = "fine-tune";

  public FineTuneSpec {
    augment = List.copyOf(augment);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<String> dataUses() {
    return List.of("training");
  }

  @Override
  public boolean needsGpu() {
    return training.precision() != TrainingPrecision.FP32;
  }

  @Override
  public Map<String, Object> toDocument() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", TYPE);
    document.putAll(training.toDocument());
    document.put("augment", augment.stream().map(AugmentOptions::document).toList());
    return document;
  }
}
