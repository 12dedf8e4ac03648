import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: ["@liss/testing/global-setup"],
    // Tests here kill servers and wait for redeliveries.
    testTimeout: 90_000,
    hookTimeout: 30_000,
    // Nobody waits so long unless the machine is busy with something else.
    expect: { poll: { timeout: 15_000 } },
    // They mostly wait; one worker per core but one would make them wait for each other.
    maxWorkers: 3,
  },
});
