package dev.paceline.settings;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads a YAML file as names with values: what stands below another name has both, with a dot between them. A list of texts is one
 * value of several lines; the entries of a list of mappings are numbered, {@code listen[0].address}.
 */
final class SettingsFile {

  private static final int DEEPEST = 8;

  private final String file;
  private final List<Given> given = new ArrayList<>();
  private final List<Problem> problems;

  private SettingsFile(String file, List<Problem> problems) {
    this.file = file;
    this.problems = problems;
  }

  /** What the file says, in its order; what cannot be read is added to the problems. */
  static List<Given> read(Path path, List<Problem> problems) {
    try {
      return read(path.toString(), Files.readString(path), problems);
    } catch (IOException e) {
      problems.add(new Problem(
          path.toString(),
          0,
          "cannot be read: " + e.getClass().getSimpleName() + ": " + e.getMessage()));
      return List.of();
    }
  }

  static List<Given> read(String file, String text, List<Problem> problems) {
    SettingsFile reader = new SettingsFile(file, problems);
    try (Reader characters = new StringReader(text)) {
      LoadSettings settings = LoadSettings.builder().setLabel(file).build();
      Optional<Node> root = new Compose(settings).composeReader(characters);
      if (root.isPresent()) {
        reader.mapping("", root.get(), 0);
      }
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      problems.add(new Problem(file, line, "is no YAML: " + e.getProblem()));
    } catch (YamlEngineException | IOException e) {
      problems.add(new Problem(file, 0, "is no YAML: " + e.getMessage()));
    }
    return reader.given;
  }

  private void mapping(String prefix, Node node, int depth) {
    if (!(node instanceof MappingNode mapping) || depth > DEEPEST) {
      problem(
          node,
          (prefix.isEmpty() ? "the file" : "'" + prefix + "'") + " must hold names with values");
      return;
    }
    Set<String> names = new HashSet<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problem(tuple.getKeyNode(), "a name must be one word");
        continue;
      }
      String name = prefix.isEmpty() ? key.getValue() : prefix + "." + key.getValue();
      if (names.add(name)) {
        value(name, key, tuple.getValueNode(), depth);
      } else {
        problem(key, "'" + name + "' stands here twice");
      }
    }
  }

  private void value(String name, Node key, Node node, int depth) {
    if (node instanceof ScalarNode scalar) {
      boolean nothing = scalar.getTag().equals(Tag.NULL);
      given.add(new Given(name, nothing ? "" : scalar.getValue(), file, line(key)));
    } else if (node instanceof SequenceNode list) {
      list(name, key, list, depth);
    } else {
      mapping(name, node, depth + 1);
    }
  }

  private void list(String name, Node key, SequenceNode list, int depth) {
    List<Node> entries = list.getValue();
    if (entries.stream().allMatch(ScalarNode.class::isInstance)) {
      String joined = entries.stream()
          .map(entry -> ((ScalarNode) entry).getValue())
          .collect(Collectors.joining("\n"));
      given.add(new Given(name, joined, file, line(key)));
      return;
    }
    for (int i = 0; i < entries.size(); i++) {
      mapping(name + "[" + i + "]", entries.get(i), depth + 1);
    }
  }

  private void problem(Node node, String text) {
    problems.add(new Problem(file, line(node), text));
  }

  private static int line(Node node) {
    return node.getStartMark().map(Mark::getLine).map(line -> line + 1).orElse(0);
  }
}
