/** Fine-tuning: the weights learn, the network stays. */
@NullMarked
package io.espalier.method.finetune;

import org.jspecify.annotations.NullMarked;
