import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { shot } from "./shots.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** WCAG 2.2 AA as far as a machine can see it. */
export async function expectNoAxeViolations(page: Page): Promise<void> {
  // Evaluated by the debugger, not as a script of the page: its content security policy stays as it is.
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(
          options: object,
        ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
      };
    };
    const result = await axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });
    return result.violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.slice(0, 3).map((node) => `${node.html} ${node.failureSummary}`),
    }));
  });
  expect(violations).toEqual([]);
}

/** The same in light and in dark, with a picture of each for whoever wants to look. */
export async function expectNoAxeViolationsInBoth(page: Page, name: string): Promise<void> {
  for (const scheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.waitForTimeout(500); // colours change gently
    await expectNoAxeViolations(page);
    await shot(page, `${name}-${scheme}`);
  }
}

/** Every button's words are read whole, and nothing is wider than the screen or than the page on it. */
export async function expectNothingCut(page: Page): Promise<void> {
  const cut = await page.evaluate(() => {
    const words = [...document.querySelectorAll<HTMLElement>(".mantine-Button-label")]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
      .map(({ textContent }) => textContent);
    const main = document.querySelector("main");
    // Of no width when the lists are called over it.
    if (main && main.clientWidth > 0 && main.scrollWidth > main.clientWidth + 1) words.push("the page");
    return document.documentElement.scrollWidth > window.innerWidth ? [...words, "the screen"] : words;
  });
  expect(cut, page.url()).toEqual([]);
}

/** The same at 200 % of 1366×768: nothing is cut or beyond an edge, and a picture of it. */
export async function expectFineAtDouble(page: Page, name: string): Promise<void> {
  const whole = page.viewportSize();
  await page.setViewportSize({ width: 683, height: 384 });
  await expectNothingCut(page);
  await expectNoAxeViolationsInBoth(page, `${name}-at-200`);
  if (whole) await page.setViewportSize(whole);
}
