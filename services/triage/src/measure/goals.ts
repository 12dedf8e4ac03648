import type { Figures } from "./figures.ts";

export type Goal = { name: string; value: number; goal: string; met: boolean };

/** The goals of the service on messages it has not been written for. Source: domain.md §2, issue of triage. */
export function goalsOf(figures: Figures): Goal[] {
  const atLeast = (name: string, value: number, floor: number): Goal => ({
    name,
    value: round(value),
    goal: `>= ${floor}`,
    met: value >= floor,
  });
  return [
    atLeast("imminent-recall", figures.imminentRecall, 0.97),
    atLeast("urgent-placed-high-or-above", figures.urgentRecall, 0.95),
    {
      name: "false-imminent",
      value: round(figures.falseImminent),
      goal: "<= 0.03",
      met: figures.falseImminent <= 0.03,
    },
    atLeast("tier-accuracy", figures.tierAccuracy, 0.8),
    atLeast("indicator-micro-f1", figures.indicatorF1, 0.75),
  ];
}

export function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
