import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** The letters that Spanish needs travel beside the script: who waits is not drawn twice, once in another's letters. */
const lettersFirst: Plugin = {
  name: "letters-first",
  transformIndexHtml: {
    order: "post",
    handler: (_page, { bundle }) => {
      const font = Object.keys(bundle ?? {}).find((file) => /inter-latin-wght-.*\.woff2$/.test(file));
      if (!font) return [];
      const attrs = { rel: "preload", as: "font", type: "font/woff2", href: `/${font}`, crossorigin: true };
      return [{ tag: "link", attrs, injectTo: "head" }];
    },
  },
};

/**
 * Chromium reads these whole, beside the page's own work, instead of function by function in the midst of it: what the
 * desk needs first, and what she opens most. Its word for that must be the first of the file; to others it is a comment.
 */
const wholeScripts: Plugin = {
  name: "whole-scripts",
  generateBundle: {
    order: "post",
    handler: (_options, bundle) => {
      for (const chunk of Object.values(bundle))
        if (chunk.type === "chunk" && ["desk", "conversation-route"].includes(chunk.name))
          chunk.code = `//# allFunctionsCalledOnLoad\n${chunk.code}`;
    },
  },
};

/** Scripts and styles are packed here, once, and as small as they get: executive-routing serves them so. */
const packedFiles: Plugin = {
  name: "packed-files",
  apply: "build",
  writeBundle: ({ dir = "dist" }, bundle) => {
    for (const file of Object.keys(bundle).filter((name) => /\.(js|css)$/.test(name))) {
      const path = join(dir, file);
      writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path)));
    }
  },
};

/** `vite build` → dist/, which executive-routing serves. `vite` alone proxies to a running service. */
export default defineConfig({
  plugins: [react(), lettersFirst, wholeScripts, packedFiles],
  // Fonts and icons stay files of ours: the content security policy has no `data:` for fonts.
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // What the desk needs before it can be used comes in one piece: thirty small ones wait for each other.
        codeSplitting: { groups: [{ name: "desk", test: /console\/src\/main\.tsx$/ }] },
      },
    },
  },
  server: { proxy: { "/api": { target: "http://127.0.0.1:4040", ws: true, changeOrigin: false } } },
});
