package dev.codex.pods;

import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1JobSpec;
import io.kubernetes.client.openapi.models.V1PodFailurePolicyRule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** One Job: pods one after the other until one succeeds, its policy says that it fails, or back-off or deadline is spent. */
final class JobRun {
  private static final Duration PATIENCE = Duration.ofSeconds(300);

  private final Cluster cluster;
  private final V1Job job;
  private final List<Pod> pods = new CopyOnWriteArrayList<>();
  private final CompletableFuture<String> condition = new CompletableFuture<>();

  JobRun(Cluster cluster, V1Job job) {
    this.cluster = cluster;
    this.job = job;
    pods.add(pod());
    Thread controller = new Thread(this::control, job.getMetadata().getName());
    controller.setDaemon(true);
    controller.start();
  }

  private Pod pod() {
    return cluster.start(
        job.getMetadata().getName() + "-" + pods.size(),
        job.getSpec().getTemplate().getSpec());
  }

  private void control() {
    V1JobSpec spec = job.getSpec();
    int limit = spec.getBackoffLimit() == null ? 6 : spec.getBackoffLimit();
    Long deadline = spec.getActiveDeadlineSeconds();
    long end = System.nanoTime()
        + (deadline == null ? PATIENCE : cluster.seconds(deadline.intValue(), 0)).toNanos();
    try {
      for (int failures = 0; !condition.isDone(); ) {
        Pod pod = pods.get(pods.size() - 1);
        if (!pod.awaitEnd(Duration.ofNanos(end - System.nanoTime()))) {
          pod.stop();
          condition.complete("DeadlineExceeded");
        } else if (!pod.hasFailed()) {
          condition.complete("Complete");
        } else if (policy(pod).equals("FailJob")) {
          condition.complete("PodFailurePolicy");
        } else if (policy(pod).equals("Ignore")) {
          pods.add(pod());
        } else if (++failures > limit) {
          condition.complete("BackoffLimitExceeded");
        } else {
          Thread.sleep(cluster.seconds(10 << (failures - 1), 0).toMillis());
          pods.add(pod());
        }
      }
    } catch (InterruptedException | RuntimeException failure) {
      condition.completeExceptionally(failure);
    }
  }

  private String policy(Pod pod) {
    if (job.getSpec().getPodFailurePolicy() == null) {
      return "Count";
    }
    return job.getSpec().getPodFailurePolicy().getRules().stream()
        .filter(rule -> isAbout(rule, pod))
        .map(V1PodFailurePolicyRule::getAction)
        .findFirst()
        .orElse("Count");
  }

  private static boolean isAbout(V1PodFailurePolicyRule rule, Pod pod) {
    if (rule.getOnExitCodes() != null) {
      int code = pod.container(rule.getOnExitCodes().getContainerName()).awaitEnd();
      return rule.getOnExitCodes().getValues().contains(code);
    }
    return pod.isDisrupted()
        && rule.getOnPodConditions().stream()
            .anyMatch(condition -> condition.getType().equals("DisruptionTarget"));
  }

  /** How it ended: Complete, or why it failed. */
  String awaitEnd() {
    try {
      return condition.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception failure) {
      throw new AssertionError("the Job did not end:\n" + logs(), failure);
    }
  }

  /** Its pods so far, in order. */
  List<Pod> pods() {
    return pods;
  }

  String logs() {
    StringBuilder all = new StringBuilder();
    pods.forEach(pod -> all.append(pod.logs()));
    return all.toString();
  }
}
