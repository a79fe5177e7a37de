package dev.codex;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the packages to their direction: a newcomer can trust that a lower one knows nothing of a higher one. */
@AnalyzeClasses(packages = "dev.codex", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String EMBEDDED = "dev.codex.embedded..";
  private static final String JUNIT = "dev.codex.junit..";
  private static final String CLI = "dev.codex.cli..";
  private static final String HTTP = "dev.codex.http..";
  private static final String TELEMETRY = "dev.codex.telemetry..";
  private static final String RUNTIME = "dev.codex.runtime..";
  private static final String SCRIPT = "dev.codex.script..";
  private static final String POSTGRES = "dev.codex.postgres..";
  private static final String LINT = "dev.codex.lint..";
  private static final String CONFIG = "dev.codex.config..";
  private static final String MIGRATION = "dev.codex.migration..";

  @ArchTest
  static final ArchRule packages_point_downwards = layeredArchitecture()
      .consideringOnlyDependenciesInLayers()
      .withOptionalLayers(true)
      .layer("embedded")
      .definedBy(EMBEDDED)
      .layer("junit")
      .definedBy(JUNIT)
      .layer("cli")
      .definedBy(CLI)
      .layer("http")
      .definedBy(HTTP)
      .layer("telemetry")
      .definedBy(TELEMETRY)
      .layer("runtime")
      .definedBy(RUNTIME)
      .layer("script")
      .definedBy(SCRIPT)
      .layer("postgres")
      .definedBy(POSTGRES)
      .layer("lint")
      .definedBy(LINT)
      .layer("config")
      .definedBy(CONFIG)
      .layer("migration")
      .definedBy(MIGRATION)
      .whereLayer("embedded")
      .mayNotBeAccessedByAnyLayer()
      .whereLayer("junit")
      .mayNotBeAccessedByAnyLayer()
      .whereLayer("cli")
      .mayOnlyBeAccessedByLayers("embedded", "junit")
      .whereLayer("http")
      .mayOnlyBeAccessedByLayers("cli")
      .whereLayer("telemetry")
      .mayOnlyBeAccessedByLayers("cli", "http")
      .whereLayer("runtime")
      .mayOnlyBeAccessedByLayers("junit", "cli", "http", "telemetry")
      .whereLayer("script")
      .mayOnlyBeAccessedByLayers("junit", "cli", "http", "runtime")
      .whereLayer("postgres")
      .mayOnlyBeAccessedByLayers("junit", "cli", "http", "runtime")
      .whereLayer("lint")
      .mayOnlyBeAccessedByLayers("junit", "cli", "http", "runtime")
      .whereLayer("config")
      .mayOnlyBeAccessedByLayers(
          "embedded", "junit", "cli", "http", "telemetry", "runtime", "script", "postgres", "lint");

  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching("dev.codex.(*)..").should().beFreeOfCycles().allowEmptyShould(true);

  @ArchTest
  static final ArchRule the_embedded_server_is_found_by_ServiceLoader_only = noClasses()
      .that(resideOutsideOfPackages(EMBEDDED))
      .should()
      .dependOnClassesThat(resideInAPackage(EMBEDDED))
      .allowEmptyShould(true);

  @ArchTest
  static final ArchRule the_core_is_pure_Java = classes()
      .that()
      .resideInAPackage(MIGRATION)
      .should()
      .onlyDependOnClassesThat()
      .resideInAnyPackage(
          MIGRATION, "java..", "org.jspecify.annotations..", "com.google.errorprone.annotations..")
      .allowEmptyShould(true);

  @ArchTest
  static final ArchRule nothing_outside_the_edge_blocks = noClasses()
      .that(resideOutsideOfPackages(CLI, EMBEDDED, JUNIT))
      .should()
      .accessTargetWhere(blocks())
      .allowEmptyShould(true);

  @ArchTest
  static final ArchRule files_are_read_in_one_place = noClasses()
      .that(resideOutsideOfPackages(CLI, EMBEDDED, CONFIG))
      .and()
      .haveNameNotMatching("dev\\.codex\\.script\\.Directory(\\$.*)?")
      .should()
      .dependOnClassesThat(areFiles())
      .allowEmptyShould(true);

  @ArchTest
  static final ArchRule only_the_API_of_Vertx_is_used = noClasses()
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("io.vertx..impl..", "io.vertx..internal..")
      .allowEmptyShould(true);

  @ArchTest
  static final ArchRule only_the_command_line_prints = noClasses()
      .that(resideOutsideOfPackages(CLI))
      .should(ACCESS_STANDARD_STREAMS)
      .allowEmptyShould(true);

  /** By name, since {@code get} alone has overloads that a list of signatures would miss. */
  private static DescribedPredicate<JavaAccess<?>> blocks() {
    return DescribedPredicate.describe("block the thread", access -> {
      JavaClass owner = access.getTargetOwner();
      String method = access.getName();
      return owner.isEquivalentTo(Thread.class) && (method.equals("sleep") || method.equals("join"))
          || method.equals("toCompletionStage")
          || owner.isAssignableTo(java.util.concurrent.Future.class)
              && (method.equals("get") || method.equals("join"))
          || method.startsWith("await") && !owner.getPackageName().startsWith("dev.codex");
    });
  }

  private static DescribedPredicate<JavaClass> areFiles() {
    return DescribedPredicate.describe(
        "read or write files",
        target -> target.getName().equals("java.nio.file.Files")
            || target.getName().equals("java.nio.channels.FileChannel")
            || target
                .getName()
                .matches(
                    "java\\.io\\.(File|RandomAccessFile|File(Input|Output)Stream|File(Reader|Writer))"));
  }
}
