import { type Stack, type StackOptions, startStack } from "@liss/local/stack";
import { findChromium } from "@liss/servers";
import { temporaryFolder } from "@liss/testing";
import { type Browser, chromium, type Page } from "playwright-core";

type PageOptions = {
  scheme?: "light" | "dark";
  /** Somebody who sits down for the first time: everybody else was shown around already. */
  newcomer?: boolean;
};

/** The whole of Liss on free ports with empty data, and a browser to use it with. */
export type House = {
  stack: Stack;
  browser: Browser;
  /** A page of its own: nobody shares cookies. */
  page(options?: PageOptions): Promise<Page>;
  stop(): Promise<void>;
};

/** Demo people enter with their passwords alone, and stay; journeys about entering ask for more. */
export async function startHouse(
  entering: Pick<StackOptions, "secondFactor" | "idleMinutes"> = {},
): Promise<House> {
  const folder = temporaryFolder();
  const stack = await startStack({ dataDir: folder.path, ports: "free", durable: false, ...entering });
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  return {
    stack,
    browser,
    page: async ({ scheme = "light", newcomer = false } = {}) => {
      const context = await browser.newContext({
        viewport: { width: 1366, height: 768 },
        locale: "es-CL",
        timezoneId: "America/Santiago",
        colorScheme: scheme,
      });
      context.setDefaultTimeout(20_000);
      if (!newcomer) await context.addInitScript(shownAroundAlready);
      return context.newPage();
    },
    stop: async () => {
      await browser.close();
      await stack.stop();
      folder.remove();
    },
  };
}

/** Runs in the page before anything of ours: whoever it is, she knows the desk. */
function shownAroundAlready(): void {
  const { getItem } = Storage.prototype;
  Storage.prototype.getItem = function (key) {
    return key.startsWith("liss.shown-around.") ? "1" : getItem.call(this, key);
  };
}
