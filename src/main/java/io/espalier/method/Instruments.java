package io.espalier.method;

import io.espalier.engine.LinearAlgebra;
import io.espalier.engine.LossGradients;
import io.espalier.engine.ResidentModels;

/** What a step measures networks with, on the first device of its job. */
public record Instruments(
    ResidentModels residents, LossGradients gradients, LinearAlgebra algebra) {}
