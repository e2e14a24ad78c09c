package dev.paceline.wire.postgres;

/**
 * Is told what became of each request that was given a tag, in the order in which they were sent, and before the message that decides
 * it is handled. It must not call back.
 */
@FunctionalInterface
public interface FateListener {

  /**
   * A request's fate is known.
   *
   * @param tag what was given with the request; never {@link ExpectedResponses#UNTAGGED}
   */
  void known(Request request, Fate fate, int tag);
}
