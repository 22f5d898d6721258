package io.espalier.catalog;

import io.espalier.intake.ImportOptions;

/**
 * What an uploader says of a model beside its files.
 *
 * @param name inert text, at most 255 characters
 * @param shapes of inputs whose extents the files leave open
 * @param architecture of files that hold weights alone, a name or JSON; else empty
 */
public record ModelRequest(String name, DeclaredShapes shapes, String architecture) {
  public ModelRequest(String name) {
    this(name, DeclaredShapes.NONE, "");
  }

  ImportOptions options() {
    return new ImportOptions(architecture);
  }
}
