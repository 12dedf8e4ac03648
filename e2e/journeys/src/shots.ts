import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";

/** Keeps a picture of a screen for whoever wants to look, when LISS_SHOTS names a folder; otherwise does nothing. */
export async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.LISS_SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
