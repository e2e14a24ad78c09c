package dev.paceline.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.paceline.sql.StatementPlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;

/** One JSON object a line in, one a line out. A bad line is reported and passed over. */
final class JsonLinesExplain {
  private final ObjectMapper mapper = new ObjectMapper();
  private final Explainer explainer;

  JsonLinesExplain(Explainer explainer) {
    this.explainer = explainer;
  }

  /** Whether every line could be read. */
  boolean run(BufferedReader in, PrintWriter out, PrintWriter err) throws IOException {
    boolean allRead = true;
    long number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      number++;
      if (!line.isBlank()) {
        String problem = explain(line, out);
        if (problem != null) {
          allRead = false;
          err.println("paceline explain: line " + number + ": " + problem);
        }
      }
    }
    return allRead;
  }

  /** Answers one line; gives what is wrong with it, or null. */
  private @org.jspecify.annotations.Nullable String explain(String line, PrintWriter out)
      throws IOException {
    JsonNode node;
    try {
      node = mapper.readTree(line);
    } catch (JsonProcessingException e) {
      return "no JSON: " + e.getOriginalMessage();
    }
    if (!node.isObject()) {
      return "not an object with \"id\" and \"sql\"";
    }
    JsonNode id = node.get("id");
    JsonNode sql = node.get("sql");
    if (id == null || !(id.isTextual() || id.isNumber())) {
      return "\"id\" is missing, or neither a string nor a number";
    }
    if (sql == null || !sql.isTextual()) {
      return "\"sql\" is missing or no string (id " + id + ")";
    }
    StatementPlan plan = explainer.plan(sql.textValue());
    ObjectNode answer = mapper.createObjectNode();
    answer.set("id", id);
    answer.put("route", Explainer.word(plan.route()));
    answer.put("reason", Explainer.reason(plan));
    out.println(mapper.writeValueAsString(answer));
    return null;
  }
}
