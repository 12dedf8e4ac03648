import { defineConfig } from "vitest/config";

// Whole stacks come up here; on a busy machine that takes a while.
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 60_000 } });
