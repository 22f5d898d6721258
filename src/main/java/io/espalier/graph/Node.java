package io.espalier.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One operator applied to named values.
 *
 * @param name unique within its graph
 * @param domain empty for ONNX's default domain
 * @param operator for example {@code Conv}
 * @param inputs value names; an omitted optional input is the empty string
 * @param outputs value names; an omitted optional output is the empty string
 * @param attributes by name, in the order they were written
 */
public record Node(
    String name,
    String domain,
    String operator,
    List<String> inputs,
    List<String> outputs,
    Map<String, Attribute> attributes) {

  public Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** A node of the default domain without attributes. */
  public static Node of(String name, String operator, List<String> inputs, List<String> outputs) {
    return new Node(name, "", operator, inputs, outputs, Map.of());
  }

  /** True for this operator of ONNX's default domain. */
  public boolean is(String defaultDomainOperator) {
    return domain.isEmpty() && operator.equals(defaultDomainOperator);
  }

  /** The operator with its domain in front, unless that is the default one. */
  public String qualifiedOperator() {
    return domain.isEmpty() ? operator : domain + "." + operator;
  }

  /** The input at an index, or empty when it is omitted. */
  public Optional<String> input(int index) {
    return index < inputs.size() && !inputs.get(index).isEmpty()
        ? Optional.of(inputs.get(index))
        : Optional.empty();
  }

  /** The output at an index, or empty when it is omitted. */
  public Optional<String> output(int index) {
    return index < outputs.size() && !outputs.get(index).isEmpty()
        ? Optional.of(outputs.get(index))
        : Optional.empty();
  }

  /** Value names that are really read, omitted ones left out. */
  public Stream<String> presentInputs() {
    return inputs.stream().filter(name -> !name.isEmpty());
  }

  /** Value names that are really written, omitted ones left out. */
  public Stream<String> presentOutputs() {
    return outputs.stream().filter(name -> !name.isEmpty());
  }

  public long intAttribute(String attribute, long otherwise) {
    return attributes.get(attribute) instanceof Attribute.IntValue(long value) ? value : otherwise;
  }

  public float floatAttribute(String attribute, float otherwise) {
    return attributes.get(attribute) instanceof Attribute.FloatValue(float value)
        ? value
        : otherwise;
  }

  public String stringAttribute(String attribute, String otherwise) {
    return attributes.get(attribute) instanceof Attribute.StringValue(String value)
        ? value
        : otherwise;
  }

  public Optional<List<Long>> intsAttribute(String attribute) {
    return attributes.get(attribute) instanceof Attribute.IntList(List<Long> values)
        ? Optional.of(values)
        : Optional.empty();
  }

  public Optional<List<Float>> floatsAttribute(String attribute) {
    return attributes.get(attribute) instanceof Attribute.FloatList(List<Float> values)
        ? Optional.of(values)
        : Optional.empty();
  }

  public Optional<List<String>> stringsAttribute(String attribute) {
    return attributes.get(attribute) instanceof Attribute.StringList(List<String> values)
        ? Optional.of(values)
        : Optional.empty();
  }

  public Optional<Tensor> tensorAttribute(String attribute) {
    return attributes.get(attribute) instanceof Attribute.TensorValue(Tensor value)
        ? Optional.of(value)
        : Optional.empty();
  }

  /** Graphs held by attributes, such as the branches of an If. */
  public List<Graph> subgraphs() {
    return attributes.values().stream()
        .flatMap(
            attribute ->
                switch (attribute) {
                  case Attribute.GraphValue(Graph value) -> Stream.of(value);
                  case Attribute.GraphList(List<Graph> values) -> values.stream();
                  case Attribute.IntValue _,
                      Attribute.FloatValue _,
                      Attribute.StringValue _,
                      Attribute.TensorValue _,
                      Attribute.IntList _,
                      Attribute.FloatList _,
                      Attribute.StringList _ ->
                      Stream.<Graph>empty();
                })
        .toList();
  }

  public Node withInputs(List<String> newInputs) {
    return new Node(name, domain, operator, newInputs, outputs, attributes);
  }

  public Node withOutputs(List<String> newOutputs) {
    return new Node(name, domain, operator, inputs, newOutputs, attributes);
  }

  public Node withOperator(String newOperator) {
    return new Node(name, domain, newOperator, inputs, outputs, attributes);
  }

  public Node withAttributes(Map<String, Attribute> newAttributes) {
    return new Node(name, domain, operator, inputs, outputs, newAttributes);
  }

  public Node withAttribute(String attribute, Attribute value) {
    Map<String, Attribute> changed = new LinkedHashMap<>(attributes);
    changed.put(attribute, value);
    return withAttributes(changed);
  }

  public Node withoutAttribute(String attribute) {
    Map<String, Attribute> changed = new LinkedHashMap<>(attributes);
    changed.remove(attribute);
    return withAttributes(changed);
  }
}
