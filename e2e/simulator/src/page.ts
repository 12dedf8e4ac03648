import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import express, { type Router } from "express";

/** The built phone page (`vite build`); a sentence in its place when it has not been built. */
export function pageRouter(): Router {
  const dist = fileURLToPath(new URL("../dist/", import.meta.url));
  const router = express.Router();
  router.use((_req, res, next) => {
    res.set({
      "content-security-policy":
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    });
    next();
  });
  router.use(express.static(dist, { index: "index.html" }));
  router.get("/", (_req, res) => {
    if (existsSync(`${dist}index.html`)) return res.sendFile(`${dist}index.html`);
    res
      .status(503)
      .type("text/plain")
      .send("The phone page is not built yet: run the build script of @liss/simulator.\n");
  });
  return router;
}
