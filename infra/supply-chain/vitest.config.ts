import { defineConfig } from "vitest/config";

// Every file of the repository is read once for secrets.
export default defineConfig({ test: { testTimeout: 120_000 } });
