import { defineConfig } from "vitest/config";

// One stack for the file; each class of attacks is one test of it.
export default defineConfig({
  test: { include: ["src/**/*.e2e.ts"], fileParallelism: false, testTimeout: 240_000, hookTimeout: 180_000 },
});
