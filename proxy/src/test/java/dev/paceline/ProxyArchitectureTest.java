package dev.paceline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProxyArchitectureTest {

  private static final String WIRE = "dev.paceline.wire..";

  /** This module's own packages; the driver and the cluster kit have rules of their own. */
  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .withImportOption(new ImportOption.DoNotIncludeJars())
      .withImportOption(location -> location.contains("/proxy/target/"))
      .importPackages("dev.paceline");

  @Test
  void packages_haveNoCyclesAndSayWhatTheyDo() {
    slices().matching("dev.paceline.(**)").should().beFreeOfCycles().check(CLASSES);
    List<String> silent = CLASSES.stream()
        .map(c -> c.getPackage())
        .distinct()
        .filter(p -> p.tryGetPackageInfo().isEmpty())
        .map(JavaPackage::getName)
        .toList();
    assertThat(silent).as("packages without a package-info").isEmpty();
  }

  @Test
  void wire_knowsNothingOfOursButWhatDialectsAreCalled() {
    noClasses()
        .that()
        .resideInAPackage(WIRE)
        .should()
        .dependOnClassesThat(DescribedPredicate.describe(
            "are ours, but neither of the wire nor the dialect's or the configuration's",
            type -> type.getPackageName().startsWith("dev.paceline")
                && !(type.getPackageName() + ".")
                    .matches("dev\\.paceline\\.(wire|dialect|config)\\..*")))
        .check(CLASSES);
  }

  @Test
  void wire_knowsNoConnectionThreadOrClock() {
    noClasses()
        .that()
        .resideInAPackage(WIRE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..",
            "java.net..",
            "java.nio.channels..",
            "java.util.concurrent..",
            "io.netty.channel..",
            "io.netty.handler..",
            "org.slf4j..",
            "org.postgresql..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(CLASSES);
  }
}
