package dev.paceline.sql;

/** LISTEN, UNLISTEN and NOTIFY: a replica refuses the first and the last. */
final class Notifications {
  private Notifications() {}

  static void listen(Statement statement) {
    statement.draft().write("LISTEN");
    statement
        .draft()
        .effects
        .add(new SessionEffect.Listen(statement.name(statement.from() + 1).name()));
  }

  static void unlisten(Statement statement) {
    QualifiedName channel = statement.name(statement.from() + 1);
    statement.draft().session("UNLISTEN");
    statement
        .draft()
        .effects
        .add(new SessionEffect.Unlisten(channel.isMissing() ? null : channel.name()));
  }

  static void notifying(Statement statement) {
    statement.draft().write("NOTIFY");
  }
}
