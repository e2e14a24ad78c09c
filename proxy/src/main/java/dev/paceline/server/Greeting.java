package dev.paceline.server;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a server reports of its settings to a client that has logged in with certain wishes. */
record Greeting(Map<String, String> parameters) {

  Greeting {
    parameters = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }
}
