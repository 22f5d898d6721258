/** The safetensors format: a JSON header and packed tensors, in one file or in shards. */
@NullMarked
package io.espalier.format.safetensors;

import org.jspecify.annotations.NullMarked;
