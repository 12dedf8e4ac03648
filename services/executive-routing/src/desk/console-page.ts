import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RequestHandler } from "express";
import expressStaticGzip from "express-static-gzip";

/**
 * What the desk asks first, as `fetch` will ask for it: otherwise the browser throws away what it has. In the page and
 * not in a `Link` header: Chromium follows the header a second time once the first answer was used.
 */
const firstLook = ["/api/auth/me", "/api/desk"]
  .map((path) => `<link rel="preload" as="fetch" href="${path}" crossorigin />`)
  .join("");

/** So that who she is and her queue travel beside the script instead of after it. */
export const withFirstLook = (page: string): string => page.replace("</head>", `${firstLook}</head>`);

/** Pages of somebody who is not logged in. */
const doors: ReadonlySet<string> = new Set(["/entrar", "/clave"]);

/** The console's page, for whatever address of it; to a browser that has a login it says what the desk will need. */
export function consolePage(folder: string): RequestHandler {
  return async (req, res) => {
    // Read each time: a console that is built anew is served without starting again.
    const page = await readFile(join(folder, "index.html"), "utf8");
    const hasLogin = req.headers.cookie !== undefined && !doors.has(req.path);
    res.set("Cache-Control", "no-cache").vary("Cookie").type("html");
    res.send(hasLogin ? withFirstLook(page) : page);
  };
}

/** Scripts, styles and letters, packed when the console was built: a third of their weight on the way to her. */
export const consoleFiles = (folder: string): RequestHandler =>
  expressStaticGzip(folder, {
    index: false,
    enableBrotli: true,
    orderPreference: ["br"],
    serveStatic: { maxAge: "1y", immutable: true },
  });
