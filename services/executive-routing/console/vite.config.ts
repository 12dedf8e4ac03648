import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** `vite build` → dist/, which executive-routing serves. `vite` alone proxies to a running service. */
export default defineConfig({
  plugins: [react()],
  // Fonts and icons stay files of ours: the content security policy has no `data:` for fonts.
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    // What the desk needs before it can be used comes in one piece: thirty small ones wait for each other.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: "desk", test: /console\/src\/main\.tsx$/ }] } },
    },
  },
  server: { proxy: { "/api": { target: "http://127.0.0.1:4040", ws: true, changeOrigin: false } } },
});
