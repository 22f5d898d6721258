/** What happens inside a job: open the model, carry out the steps, prove, measure, report. */
@NullMarked
package io.espalier.job.run;

import org.jspecify.annotations.NullMarked;
