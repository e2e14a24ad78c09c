package dev.paceline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("dev.paceline");

  /** From the bottom to the top: a package may use those before it only. */
  private static final List<String> LAYERS = List.of(
      "logging",
      "config",
      "dialect",
      "position",
      "sql",
      "topology",
      "cache",
      "failover",
      "routing",
      "session",
      "cluster",
      "jdbc");

  private static final List<String> PURE = LAYERS.subList(0, LAYERS.indexOf("cluster"));

  @Test
  void packages_useOnlyThoseBelow() {
    for (int i = 0; i < LAYERS.size(); i++) {
      List<String> above = LAYERS.subList(i + 1, LAYERS.size());
      if (!above.isEmpty()) {
        noClasses()
            .that()
            .resideInAPackage(tree(LAYERS.get(i)))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(above.stream().map(ArchitectureTest::tree).toArray(String[]::new))
            .allowEmptyShould(true)
            .check(CLASSES);
      }
    }
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching("dev.paceline.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void purePackages_knowNoDatabaseSocketOrThread() {
    for (String name : PURE) {
      noClasses()
          .that()
          .resideInAPackage(tree(name))
          .should()
          .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(
                  "java.sql..",
                  "javax.sql..",
                  "java.net..",
                  "java.nio.channels..",
                  "org.postgresql..")
              // It decodes text: the one class of java.net that knows no network.
              .and(DescribedPredicate.not(
                  JavaClass.Predicates.equivalentTo(java.net.URLDecoder.class))))
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .allowEmptyShould(true)
          .check(CLASSES);
    }
  }

  @Test
  void purePackages_askNoClock() {
    for (String name : PURE) {
      noClasses()
          .that()
          .resideInAPackage(tree(name))
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .allowEmptyShould(true)
          .check(CLASSES);
    }
  }

  @Test
  void packages_areLayersAndSayWhatTheyDecide() {
    List<String> strangers = CLASSES.stream()
        .map(c -> c.getPackageName())
        .distinct()
        .filter(name -> !name.equals("dev.paceline"))
        .filter(name -> LAYERS.stream()
            .noneMatch(layer -> (name + ".").startsWith("dev.paceline." + layer + ".")))
        .toList();
    assertThat(strangers).as("packages that no layer holds").isEmpty();
    List<String> silent = CLASSES.stream()
        .map(c -> c.getPackage())
        .distinct()
        .filter(p -> p.tryGetPackageInfo().isEmpty())
        .map(JavaPackage::getName)
        .toList();
    assertThat(silent).as("packages without a package-info").isEmpty();
  }

  private static String tree(String layer) {
    return "dev.paceline." + layer + "..";
  }
}
