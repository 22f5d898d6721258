/** Tests of fine-tuning. */
@NullMarked
package io.espalier.method.finetune;

import org.jspecify.annotations.NullMarked;
