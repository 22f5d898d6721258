package io.espalier.engine;

/**
 * What a device is and how much room it has.
 *
 * @param name as its maker calls it
 * @param memoryBytes in all; for the CPU the memory this process may use of the machine
 * @param freeBytes that a new allocation could get now
 */
public record DeviceFacts(String name, long memoryBytes, long freeBytes) {}
