import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // The console has its own tests.
    include: ["src/**/*.test.ts"],
    globalSetup: ["@liss/testing/global-setup"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
