package dev.codex.cli;

import dev.codex.config.CodexConfig;
import dev.codex.migration.CodexException;
import dev.codex.migration.MigrationSet;
import dev.codex.script.ScriptFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code codex k8s}: what Kubernetes is to be told. */
@Command(
    name = "k8s",
    description = "Prints manifests for Kubernetes.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {K8sCommand.Render.class, K8sCommand.Components.class})
final class K8sCommand implements Runnable {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  K8sCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: render or components");
  }

  /** {@code codex k8s render}: the manifests of k8s/base for somebody's own image; needs no database. */
  @Command(
      name = "render",
      description = {
        "Prints a Deployment that waits, the Job that migrates, their ConfigMap and a Service.",
        "The Job's name changes with the scripts and with everything else in it, as a Job cannot be changed."
      })
  static final class Render implements Callable<Integer>, WithOptions {
    /** A DNS label, with room for what is appended. */
    private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,38}[a-z0-9])?");

    private final Console console;

    private final Options options = new Options();

    @Option(
        names = "--image",
        paramLabel = "IMAGE",
        required = true,
        description = "The image of the application, with codex and the scripts in it.")
    private String image = "";

    @Option(
        names = "--name",
        paramLabel = "NAME",
        description = "What the objects are called. Default: codex.")
    private String name = "codex";

    @Option(
        names = "--namespace",
        paramLabel = "NAMESPACE",
        description = "Where they belong; left out by default.")
    private @Nullable String namespace;

    @Option(
        names = "--with",
        paramLabel = "COMPONENT",
        split = ",",
        description = "Components, with commas between them; codex k8s components lists them.")
    private List<String> components = List.of();

    @Option(
        names = "--application-image",
        paramLabel = "IMAGE",
        description = "The image of the application that the component sidecar gates.")
    private @Nullable String application;

    Render(Console console) {
      this.console = console;
    }

    @Override
    public Options options() {
      return options;
    }

    @Override
    public Integer call() throws Exception {
      checkName(name, "--name");
      if (namespace != null) {
        checkName(namespace, "--namespace");
      }
      List<KubernetesComponent> wanted = new ArrayList<>();
      for (String component : components) {
        wanted.add(KubernetesComponent.named(component));
      }
      try (Program program = Program.start(console, options)) {
        KubernetesManifests manifests =
            new KubernetesManifests(name, namespace, image, application, digest(program));
        String file = options.config();
        console.print(
            file == null
                ? manifests.render(wanted)
                : manifests.render(wanted, Files.readString(Path.of(file))));
      }
      return ExitCode.DONE;
    }

    private static void checkName(String wanted, String flag) {
      if (!NAME.matcher(wanted).matches()) {
        throw new CodexException.ConfigurationInvalid(
            flag + " " + wanted + " is no name for Kubernetes",
            "give at most 40 small letters, digits and hyphens, beginning with a letter");
      }
    }

    private static String digest(Program program) throws Exception {
      CodexConfig config = program.config();
      MigrationSet set = program.await(ScriptFiles.create(program.vertx()).load(config));
      if (!set.problems().isEmpty()) {
        throw new CodexException.ScriptsInvalid(set.problems());
      }
      return set.digest();
    }
  }

  /** {@code codex k8s components}: what {@code --with} takes. */
  @Command(
      name = "components",
      description = "Lists what codex k8s render --with takes, and what it needs.")
  static final class Components implements Callable<Integer> {
    private final Console console;

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    Components(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws IOException {
      for (String name : KubernetesComponent.NAMES) {
        console.print(
            name + "\n" + KubernetesComponent.named(name).description().indent(1));
      }
      return ExitCode.DONE;
    }
  }
}
