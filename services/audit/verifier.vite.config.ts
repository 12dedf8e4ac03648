import { defineConfig } from "vite";

/** The offline verifier as one readable file, for somebody who has Node.js and nothing of ours. */
export default defineConfig({
  build: {
    ssr: "src/cli/verify.ts",
    outDir: "dist",
    minify: false,
    target: "node22",
    rollupOptions: { output: { entryFileNames: "verificar.mjs" } },
  },
});
