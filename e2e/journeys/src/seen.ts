import type { Locator } from "playwright-core";

/** Waits until a person would see it; the error says what was looked for. */
export function seenSoon(locator: Locator, timeout = 15_000): Promise<void> {
  return locator.waitFor({ state: "visible", timeout });
}
