import { expect, test } from "vitest";
import { tellingOutput } from "./telling-output.ts";

test("of turbo's output only the packages that failed are told", () => {
  const output = `@liss/vault:test:  ✓ src/vault.test.ts (33 tests)
@liss/triage:test:  × lowers a tier
@liss/vault:test:       Tests  33 passed (33)
@liss/audit:test: it broke
 Tasks:    1 successful, 3 total
Failed:    @liss/triage#test, @liss/audit#test
`;
  expect(tellingOutput(output)).toBe("@liss/triage:test:  × lowers a tier\n@liss/audit:test: it broke");
});

test("of every other tool's output, all", () => {
  expect(tellingOutput("Unused files (1)\nsrc/old.ts\n")).toBe("Unused files (1)\nsrc/old.ts");
});
