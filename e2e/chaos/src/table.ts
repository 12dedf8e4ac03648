import type { Reconciliation, Stage } from "./reconcile.ts";

const names: { [Name in Stage]: string } = {
  accepted: "accepted (200)",
  interpreted: "interpreted",
  timeline: "on the timeline",
  audited: "in the audit",
};

/** The reconciliation, for people. */
export function table({ written, stages, deadLetters, notInterpreted }: Reconciliation): string {
  const rows = [
    ["stage", "messages", "lost", "doubled"],
    ["written", written, "", ""],
    ...(Object.keys(names) as Stage[]).map((stage) => {
      const { count, lost, doubled } = stages[stage];
      return [names[stage], count, lost, doubled];
    }),
    ["dead letters", deadLetters, "", ""],
    ["deliveries not interpreted", notInterpreted, "", ""],
  ];
  return rows
    .map(([name, ...cells]) =>
      [String(name).padEnd(28), ...cells.map((cell) => String(cell).padStart(9))].join(" ").trimEnd(),
    )
    .join("\n");
}
