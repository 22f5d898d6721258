/**
 * The content-addressed, write-once store of every uploaded and produced file.
 *
 * <p>Content is staged first, invisible to readers, and becomes part of the store when it is
 * committed. A committed artifact survives the death of the process and of the machine. Nothing
 * deletes an artifact but the {@link io.espalier.artifact.ArtifactJanitor}, and only one that no
 * record references and that nobody has committed again for a while.
 */
@NullMarked
package io.espalier.artifact;

import org.jspecify.annotations.NullMarked;
