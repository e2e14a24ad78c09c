package dev.paceline.admin;

import java.util.List;

/** A page for a look at the proxy: the tables that the admin database has, without anything that moves. */
final class AdminPage {

  private static final String HEAD = """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="5"><title>Paceline</title>
      <style>
      body { font: 14px/1.5 system-ui, sans-serif; margin: 2em; }
      table { border-collapse: collapse; margin-bottom: 1.5em; }
      th, td { text-align: left; padding: .2em .8em .2em 0; border-bottom: 1px solid #ddd; white-space: nowrap; }
      </style></head><body>
      """;

  private final StringBuilder html = new StringBuilder(HEAD);

  AdminPage(String title) {
    html.append("<h1>").append(escaped(title)).append("</h1>\n");
  }

  void table(String title, AdminReply reply) {
    html.append("<h2>").append(escaped(title)).append("</h2>\n");
    List<String> columns = reply.columns();
    if (columns == null) {
      html.append("<p>")
          .append(escaped(reply.error() == null ? "none" : reply.error().message()))
          .append("</p>\n");
      return;
    }
    html.append("<table>\n");
    row("th", columns);
    reply.rows().forEach(row -> row("td", row));
    html.append("</table>\n");
  }

  private void row(String cell, List<String> values) {
    html.append("<tr>");
    for (String value : values) {
      html.append('<').append(cell).append('>').append(escaped(value));
      html.append("</").append(cell).append('>');
    }
    html.append("</tr>\n");
  }

  String text() {
    return html + "</body></html>\n";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
