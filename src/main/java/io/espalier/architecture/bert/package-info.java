/** BERT under the names of Hugging Face transformers. */
@NullMarked
package io.espalier.architecture.bert;

import org.jspecify.annotations.NullMarked;
