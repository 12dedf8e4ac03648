import type { Stack } from "./stack.ts";

type Person = { name: string; email: string; password: string; role: string };

/** What a newcomer needs once everything runs: where to look and how to get in. */
export function summary({ addresses, ports, logsDir, tracesDir }: Stack, people: readonly Person[]): string {
  const places = [
    ["The phone of a woman (simulated)", addresses.simulator],
    ["The executives' console", addresses["executive-routing"]],
    ["The audit explorer", addresses.audit],
    ["WhatsApp webhook", `${addresses.gateway}/webhook`],
    ["Health of every service", `${addresses.triage}/readyz  (and ${ports.gateway}, ${ports.bot}, …)`],
    ["Logs", logsDir],
    ["Traces", tracesDir],
  ] as const;
  return [
    "",
    ...table(places),
    "",
    "  Demo people (invented):",
    ...table(people.map(({ role, name, email, password }) => [role, name, email, password])),
    "",
    "  Ctrl-C stops everything; the data stays for the next start.",
    "",
  ].join("\n");
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, cell.length)),
    [],
  );
  return rows.map((row) =>
    `    ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd(),
  );
}
