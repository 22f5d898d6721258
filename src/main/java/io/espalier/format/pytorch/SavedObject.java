package io.espalier.format.pytorch;

import io.espalier.format.pytorch.pickle.PickleValue;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/**
 * What {@code torch.save} wrote.
 *
 * @param value the object, with tensors that refer to storages
 * @param storages bytes of each storage, by key
 */
record SavedObject(PickleValue value, Map<String, MemorySegment> storages) {}
