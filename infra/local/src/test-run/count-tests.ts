export type Count = { passed: number; failed: number };

/**
 * Adds up vitest's summaries in the output of turbo, those of cached runs included, which turbo repeats:
 * `@liss/vault:test:       Tests  2 failed | 40 passed | 1 skipped (43)`. A run that broke outside of any test
 * (`Errors  1 error`) or a file that could not be loaded (`Test Files  1 failed`) counts as one failure.
 */
export function countTests(output: string): Count {
  const lines = output.split("\n");
  const of = (label: string, outcome: string) =>
    sum(lines.map((line) => numberIn(line, new RegExp(`^(?:\\S+: )?\\s*${label}\\s+(.*)$`), outcome)));
  const failedTests = of("Tests", "failed");
  const broken = of("Test Files", "failed") > 0 && failedTests === 0 ? of("Test Files", "failed") : 0;
  return { passed: of("Tests", "passed"), failed: failedTests + broken + of("Errors", "errors?") };
}

/** `@liss/vault:test:       Tests  40 passed (40)` → `@liss/vault  40 passed`; undefined for every other line. */
export function packageResult(line: string): string | undefined {
  const found = /^(\S+?):(?:test|e2e):\s+Tests\s+(.*?)\s*(?:\(\d+\))?$/.exec(line);
  return found === null ? undefined : `${found[1]}  ${found[2]}`;
}

export function addUp(counts: readonly Count[]): Count {
  return { passed: sum(counts.map(({ passed }) => passed)), failed: sum(counts.map(({ failed }) => failed)) };
}

function numberIn(line: string, summary: RegExp, outcome: string): number {
  const numbers = summary.exec(line)?.[1] ?? "";
  return Number(new RegExp(`(\\d+) ${outcome}\\b`).exec(numbers)?.[1] ?? 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
