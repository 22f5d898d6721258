@NullMarked
package io.espalier.job.run;

import org.jspecify.annotations.NullMarked;
