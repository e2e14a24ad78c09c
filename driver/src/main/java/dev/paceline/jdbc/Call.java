package dev.paceline.jdbc;

/** Which of the execute methods was called. */
enum Call {
  QUERY,
  UPDATE,
  LARGE_UPDATE,
  EXECUTE,
  BATCH,
  LARGE_BATCH;

  boolean isBatch() {
    return this == BATCH || this == LARGE_BATCH;
  }
}
