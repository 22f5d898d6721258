/** The files a job leaves behind: each is written, read back and run before anybody sees it. */
@NullMarked
package io.espalier.job.run.output;

import org.jspecify.annotations.NullMarked;
