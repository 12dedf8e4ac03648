import { expect, test } from "vitest";
import { addUp, countTests, packageResult } from "./count-tests.ts";

test("the summaries of all packages are added up, turbo's prefix aside", () => {
  const output = [
    "@liss/vault:test:  Test Files  4 passed (4)",
    "@liss/vault:test:       Tests  40 passed (40)",
    "@liss/triage:test:       Tests  2 failed | 11 passed | 1 skipped (14)",
    "@liss/triage:test:  ✓ Tests that count are tests (9 passed)",
  ].join("\n");
  expect(countTests(output)).toEqual({ passed: 51, failed: 2 });
});

test("a file that cannot be loaded and an error outside of the tests count as failures", () => {
  expect(countTests(" Test Files  1 failed (1)\n      Tests  no tests\n")).toEqual({ passed: 0, failed: 1 });
  expect(countTests(" Test Files  3 passed (3)\n      Tests  9 passed (9)\n     Errors  1 error\n")).toEqual({
    passed: 9,
    failed: 1,
  });
});

test("counts of several steps are one total", () => {
  expect(
    addUp([
      { passed: 1, failed: 0 },
      { passed: 2, failed: 3 },
    ]),
  ).toEqual({ passed: 3, failed: 3 });
});

test("a package's result is told as it comes", () => {
  expect(packageResult("@liss/vault:test:       Tests  40 passed (40)")).toBe("@liss/vault  40 passed");
  expect(packageResult("@liss/vault:test:  ✓ src/vault.test.ts (9 tests) 12ms")).toBeUndefined();
});
