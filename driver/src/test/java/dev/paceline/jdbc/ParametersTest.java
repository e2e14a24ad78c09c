package dev.paceline.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParametersTest {

  private final List<String> calls = new ArrayList<>();

  /** Writes down which setters are called: there is no server behind it, and none is needed. */
  private final PreparedStatement recorder = (PreparedStatement) Proxy.newProxyInstance(
      getClass().getClassLoader(),
      new Class<?>[] {PreparedStatement.class},
      (proxy, method, arguments) -> {
        calls.add(method.getName() + Arrays.deepToString(arguments));
        return null;
      });

  private final Parameters parameters = new Parameters();

  @Test
  void applyTo_everyKindOfNumber() throws SQLException {
    parameters.put(1, ParameterKind.INT, -1);
    parameters.put(2, ParameterKind.LONG, Long.MIN_VALUE);
    parameters.put(3, ParameterKind.DOUBLE, Double.doubleToRawLongBits(-0.0));
    parameters.put(4, ParameterKind.FLOAT, Float.floatToRawIntBits(Float.NaN));
    parameters.put(5, ParameterKind.BOOLEAN, 1);
    parameters.put(6, ParameterKind.OBJECT_SCALED, "x", ((long) Types.NUMERIC << 32) | 3, null);
    parameters.put(7, ParameterKind.OBJECT_SCALED, "x", (-5L << 32) | (-2 & 0xFFFF_FFFFL), null);

    parameters.applyTo(recorder);

    assertThat(calls)
        .containsExactly(
            "setInt[1, -1]",
            "setLong[2, -9223372036854775808]",
            "setDouble[3, -0.0]",
            "setFloat[4, NaN]",
            "setBoolean[5, true]",
            "setObject[6, x, 2, 3]",
            "setObject[7, x, -5, -2]");
  }

  @Test
  void put_valuesThatTheCallerChangesLater() throws SQLException {
    byte[] bytes = {1};
    Timestamp timestamp = new Timestamp(0);
    parameters.put(1, ParameterKind.BYTES, bytes);
    parameters.put(2, ParameterKind.TIMESTAMP, timestamp);
    String before = new Timestamp(0).toString();
    bytes[0] = 2;
    timestamp.setTime(86_400_000);

    parameters.applyTo(recorder);

    assertThat(calls).containsExactly("setBytes[1, [1]]", "setTimestamp[2, " + before + "]");
  }

  @Test
  void applyTo_streamTwice() throws SQLException {
    parameters.put(1, ParameterKind.BINARY_STREAM, new ByteArrayInputStream(new byte[1]));
    assertThat(parameters.replayable()).isFalse();

    parameters.applyTo(recorder);

    assertThatThrownBy(() -> parameters.applyTo(recorder))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22023"))
        .hasMessageContaining("parameter 1 is a stream");
  }

  @Test
  void copy_isIndependent() throws SQLException {
    parameters.put(1, ParameterKind.STRING, "a");
    Parameters copy = parameters.copy();
    parameters.put(1, ParameterKind.STRING, "b");
    parameters.clear();

    copy.applyTo(recorder);
    parameters.applyTo(recorder);

    assertThat(calls).containsExactly("setString[1, a]");
  }

  @Test
  void put_indexOutOfRange() {
    parameters.expect(2);

    assertThatThrownBy(() -> parameters.put(3, ParameterKind.INT, 1))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("no parameter 3");
    assertThatThrownBy(() -> parameters.put(0, ParameterKind.INT, 1))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void put_growsBeyondTheFirstArrays() throws SQLException {
    for (int i = 1; i <= 100; i++) {
      parameters.put(i, ParameterKind.NULL_NAMED, null, i, "t" + i);
    }

    parameters.applyTo(recorder);

    assertThat(calls).hasSize(100).contains("setNull[100, 100, t100]");
  }
}
