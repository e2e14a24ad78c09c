package dev.paceline.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A method of JDBC that is inherited from the interface is one that nobody thought of: it would refuse, or lie. */
class InterfaceCompletenessTest {

  private static final Map<Class<?>, Class<?>> IMPLEMENTATIONS = Map.of(
      Connection.class, LogicalConnection.class,
      Statement.class, LogicalStatement.class,
      PreparedStatement.class, LogicalPreparedStatement.class,
      CallableStatement.class, LogicalCallableStatement.class,
      ResultSet.class, LogicalResultSet.class,
      DatabaseMetaData.class, LogicalDatabaseMetaData.class,
      Array.class, LogicalArray.class);

  /** Texts in, texts out: the interface's own answers are the native driver's too. */
  private static final Set<String> QUOTING =
      Set.of("enquoteLiteral", "enquoteNCharLiteral", "enquoteIdentifier", "isSimpleIdentifier");

  @Test
  void everyMethod_isImplementedByUs() throws NoSuchMethodException {
    List<String> inherited = new ArrayList<>();
    for (Map.Entry<Class<?>, Class<?>> entry : IMPLEMENTATIONS.entrySet()) {
      for (Method method : entry.getKey().getMethods()) {
        Method found = entry.getValue().getMethod(method.getName(), method.getParameterTypes());
        if (!Modifier.isStatic(method.getModifiers())
            && !QUOTING.contains(method.getName())
            && found.getDeclaringClass().isInterface()) {
          inherited.add(method.toString());
        }
      }
    }
    assertThat(inherited).isEmpty();
  }
}
