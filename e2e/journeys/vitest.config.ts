import { defineConfig } from "vitest/config";

// One house at a time: each file starts the whole stack, and two cores carry one.
export default defineConfig({
  test: {
    include: ["src/**/*.journey.ts"],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
