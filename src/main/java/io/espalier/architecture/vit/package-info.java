/** Vision transformers under the names of timm, torchvision and Hugging Face transformers. */
@NullMarked
package io.espalier.architecture.vit;

import org.jspecify.annotations.NullMarked;
