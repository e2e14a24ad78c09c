package dev.paceline.clusterkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class KitArchitectureTest {

  private static final String KIT = "dev.paceline.clusterkit";

  private final JavaClasses classes = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("dev.paceline");

  @Test
  void packages_haveNoCycles() {
    slices().matching("dev.paceline.(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void kit_dependsOnNoOtherModuleOfOurs() {
    noClasses()
        .should()
        .dependOnClassesThat(DescribedPredicate.describe(
            "are ours but not the kit's",
            type -> type.getPackageName().startsWith("dev.paceline")
                && !type.getPackageName().startsWith(KIT)))
        .check(classes);
  }

  @Test
  void optionalLibraries_areMetOnlyWhereTheyAreAskedFor() {
    noClasses()
        .that()
        .resideOutsideOfPackage(KIT + ".junit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.junit..")
        .check(classes);
    noClasses()
        .that()
        .haveSimpleNameNotStartingWith("Container")
        .and()
        .haveSimpleNameNotStartingWith("ServerContainer")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.testcontainers..", "com.github.dockerjava..")
        .check(classes);
  }
}
