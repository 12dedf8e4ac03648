import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  // Served by the audit service at `/`. No inline data: its Content-Security-Policy allows nothing but files.
  // One file: it is read over the institution's own network, and cached for good.
  build: { target: "es2022", assetsInlineLimit: 0, chunkSizeWarningLimit: 1_000 },
});
