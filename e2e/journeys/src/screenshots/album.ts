import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "@liss/servers";
import type { Page } from "playwright-core";

export const folder = join(repositoryRoot, "docs/screenshots");

/** Small enough for fifty pictures to live in the repository, sharp enough to criticise a letter. */
const quality = 88;

export type Album = {
  scheme: "light" | "dark";
  /** A picture of a page as it is now, as `docs/screenshots/<name>-<scheme>.webp`. */
  shoot(page: Page, name: string): Promise<void>;
  /** One screen; what fails there is told at the end and keeps nobody from the next. */
  scene(name: string, work: () => Promise<unknown>): Promise<void>;
};

export function openAlbum(scheme: "light" | "dark", failed: string[]): Album {
  mkdirSync(folder, { recursive: true });
  return {
    scheme,
    async shoot(page, name) {
      // What moves comes to rest: nothing takes longer than 150 ms.
      await page.waitForTimeout(350);
      const session = await page.context().newCDPSession(page);
      const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality });
      await session.detach();
      writeFileSync(join(folder, `${name}-${scheme}.webp`), Buffer.from(data, "base64"));
    },
    async scene(name, work) {
      try {
        await work();
      } catch (error) {
        failed.push(`${name} (${scheme}): ${error instanceof Error ? error.message.split("\n")[0] : error}`);
      }
    },
  };
}
