import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // The console has its own tests.
    include: ["src/**/*.test.ts"],
    globalSetup: ["@liss/testing/global-setup"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Nobody waits so long unless the machine is busy with something else.
    expect: { poll: { timeout: 15_000 } },
  },
});
