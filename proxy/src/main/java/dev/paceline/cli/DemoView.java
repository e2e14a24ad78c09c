package dev.paceline.cli;

/** Shows the demo while it runs. */
interface DemoView extends AutoCloseable {

  /** How often {@link #show} wants to be called, in nanoseconds. */
  long intervalNanos();

  /** Shows what is now. */
  void show(DemoFrame frame);

  /** Leaves the terminal as it was. */
  @Override
  void close();
}
