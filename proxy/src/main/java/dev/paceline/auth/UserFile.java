package dev.paceline.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Users and their secrets in PgBouncer's format: on each line {@code "user" "secret"}, a quotation mark inside doubled, and whatever
 * follows is not looked at; lines that begin with {@code ;} or {@code #} are comments. Immutable.
 */
public final class UserFile {

  /** Nobody. */
  public static final UserFile EMPTY = new UserFile(Map.of());

  private final Map<String, Secret> users;

  private UserFile(Map<String, Secret> users) {
    this.users = users;
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, or a line is not as it must be; the message names the line and quotes none of it
   */
  public static UserFile read(Path file) throws IOException {
    return parse(Files.readString(file, StandardCharsets.UTF_8), file.toString());
  }

  static UserFile parse(String text, String name) throws IOException {
    Map<String, Secret> users = new HashMap<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String stripped = line.strip();
      if (stripped.isEmpty() || stripped.startsWith(";") || stripped.startsWith("#")) {
        continue;
      }
      StringBuilder user = new StringBuilder();
      StringBuilder secret = new StringBuilder();
      int end = quoted(stripped, 0, user);
      end = end < 0 ? -1 : quoted(stripped, end, secret);
      if (end < 0 || user.isEmpty()) {
        throw new IOException(name + ":" + number + ": not of the form \"user\" \"secret\"");
      }
      try {
        // A user without a secret has nothing that could be compared.
        if (!secret.isEmpty()) {
          users.put(user.toString(), Secret.parse(secret.toString()));
        }
      } catch (IllegalArgumentException e) {
        throw new IOException(name + ":" + number + ": " + e.getMessage(), e);
      }
    }
    return new UserFile(users);
  }

  /** Reads what stands in quotation marks, after white space. @return where it ends, or -1 */
  private static int quoted(String line, int from, StringBuilder into) {
    int at = from;
    while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
      at++;
    }
    if (at >= line.length() || line.charAt(at) != '"') {
      return -1;
    }
    at++;
    while (at < line.length()) {
      if (line.charAt(at) != '"') {
        into.append(line.charAt(at));
        at++;
      } else if (line.startsWith("\"\"", at)) {
        into.append('"');
        at += 2;
      } else {
        return at + 1;
      }
    }
    return -1;
  }

  /** What is known of a user; null if nothing. */
  public @Nullable Secret find(String user) {
    return users.get(user);
  }

  /** How many there are, and none of them. */
  @Override
  public String toString() {
    return users.size() + " users";
  }
}
