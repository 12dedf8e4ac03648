import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The phone page: built into dist/, which the server serves. `vite` alone proxies to a running simulator. */
export default defineConfig({
  root: "src/phone",
  plugins: [react()],
  build: { outDir: "../../dist", emptyOutDir: true, chunkSizeWarningLimit: 900 },
  server: { proxy: { "/control": { target: "http://127.0.0.1:4060", ws: true } } },
});
