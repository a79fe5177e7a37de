package dev.codex.migration;

import org.jspecify.annotations.Nullable;

/**
 * What a plan is allowed to overlook.
 *
 * @param outOfOrder whether a pending version below an applied one is applied
 * @param ignoreMissing whether new migrations are applied although scripts of applied ones are not here
 * @param build the build of this image, to hold against the floor that applied migrations declare; null if not known
 * @param phase the phase up to which migrations are applied
 */
public record PlanRules(
    boolean outOfOrder, boolean ignoreMissing, @Nullable Version build, Phase phase) {
  public static final PlanRules STRICT = new PlanRules(false, false, null);

  /** Rules for a run of both phases. */
  public PlanRules(boolean outOfOrder, boolean ignoreMissing, @Nullable Version build) {
    this(outOfOrder, ignoreMissing, build, Phase.CONTRACT);
  }
}
