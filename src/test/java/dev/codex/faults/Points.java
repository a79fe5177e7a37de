package dev.codex.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The points at which a run can be harmed: every message of every workload, either way, by every kind of harm. */
final class Points {
  private final Arena arena;
  private final Workloads workloads;
  private final Random random;
  private final Map<String, Result> counted = new ConcurrentHashMap<>();

  Points(Arena arena, Workloads workloads, Random random) {
    this.arena = arena;
    this.workloads = workloads;
    this.random = random;
  }

  Case parse(String text) {
    return Case.parse(text, workloads);
  }

  /** Each point once, of the messages of one side; last those of workloads that are others with somebody in between. */
  List<Case> every(Side side) {
    return workloads.all().stream()
        .sorted(Comparator.comparing(
            workload -> workload.hasRival() || workload.worker().pooler() != null))
        .flatMap(workload -> every(workload, side).stream())
        .toList();
  }

  private List<Case> every(Workload workload, Side side) {
    List<Case> all = new ArrayList<>();
    for (int number = 1; number <= messages(workload, side); number++) {
      for (Kind kind : Kind.of(side)) {
        all.add(new Case(workload, List.of(new Fault(side, number, kind))));
      }
    }
    return all;
  }

  /** How many messages a side sends when nothing happens. */
  int messages(Workload workload, Side side) {
    Result result =
        counted.computeIfAbsent(workload.name(), name -> arena.run(new Case(workload, List.of())));
    if (!result.violations().isEmpty()) {
      throw new AssertionError("undisturbed: " + result.describe());
    }
    return (int) result.frames().stream().filter(frame -> frame.side() == side).count();
  }

  /** How many messages each workload has. */
  String describe() {
    return workloads.all().stream()
        .map(workload -> "%s %d + %d"
            .formatted(workload, messages(workload, Side.CLIENT), messages(workload, Side.SERVER)))
        .collect(Collectors.joining(", ", "messages of client + server: ", ""));
  }

  /** Some of them: for the client's messages, of which each is another state of the run, four times as likely. */
  List<Case> sample(int size) {
    List<Case> all = new ArrayList<>();
    for (Workload workload : workloads.all()) {
      List<Case> client = quick(every(workload, Side.CLIENT));
      List<Case> server = quick(every(workload, Side.SERVER));
      int own = size / workloads.all().size();
      all.addAll(client.subList(0, Math.min(client.size(), own * 4 / 5)));
      all.addAll(server.subList(0, Math.min(server.size(), own / 5)));
    }
    return all;
  }

  private List<Case> quick(List<Case> cases) {
    List<Case> quick =
        new ArrayList<>(cases.stream().filter(one -> !one.isSilent()).toList());
    Collections.shuffle(quick, random);
    return quick;
  }

  /** Random ones with up to three harms each. */
  List<Case> random(int size) {
    List<Case> all = new ArrayList<>();
    for (int number = 0; number < size; number++) {
      Workload workload = workloads.all().get(random.nextInt(workloads.all().size()));
      List<Fault> faults = new ArrayList<>();
      for (int harm = random.nextInt(3); harm >= 0; harm--) {
        faults.add(fault(workload));
      }
      all.add(new Case(workload, faults));
    }
    return all;
  }

  private Fault fault(Workload workload) {
    Side side = random.nextInt(3) == 0 ? Side.SERVER : Side.CLIENT;
    List<Kind> kinds = Kind.of(side);
    return new Fault(
        side,
        1 + random.nextInt(messages(workload, side)),
        kinds.get(random.nextInt(kinds.size())));
  }
}
