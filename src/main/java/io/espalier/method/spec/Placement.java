package io.espalier.method.spec;

/**
 * The devices a job asks for.
 *
 * @param devices how many devices of one machine share a training, in [1, {@value #MOST}]
 */
public record Placement(DeviceChoice device, int devices) {
  /** The most devices a job can ask for. */
  public static final int MOST = 8;

  /** One device of any kind. */
  public static final Placement ANYWHERE = new Placement(DeviceChoice.ANY, 1);
}
