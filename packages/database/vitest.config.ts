import { defineConfig } from "vitest/config";

export default defineConfig({ test: { globalSetup: ["@liss/testing/global-setup"] } });
