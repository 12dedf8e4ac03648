import { gzipSync } from "node:zlib";
import { findChromium } from "@liss/servers";
import { type Browser, chromium, type Page, type Response } from "playwright-core";
import { evening, idOf, message } from "./busy-evening.ts";
import { startDeskServer } from "./desk-server.ts";
import { interactive, type Watched, watchPage } from "./watch-page.ts";
import { loadAlone } from "./work-done.ts";

/** `npm run bench:console`: how fast the executive's console is on a busy evening. See the README of the journeys. */
const rounds = { loads: 5, openings: 60, messages: 40, scrollSeconds: 4 };

type Server = Awaited<ReturnType<typeof startDeskServer>>;
const say = (text: string) => process.stdout.write(`${text}\n`);
const rounded = (value: number) => Math.round(value * 10) / 10;
const sorted = (values: number[]) => values.toSorted((a, b) => a - b);
const share = (values: number[], of: number) =>
  sorted(values)[Math.min(values.length - 1, Math.floor(values.length * of))] ?? Number.NaN;

async function openDesk(browser: Browser, server: Server) {
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: "es-CL",
    timezoneId: "America/Santiago",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.addInitScript(watchPage, interactive);
  const scripts: Promise<Buffer>[] = [];
  const collect = (response: Response) => {
    if (response.request().resourceType() === "script") scripts.push(response.body());
  };
  page.on("response", collect);
  const usable = server.interactive();
  await page.goto(server.url);
  await usable;
  // What the page fetches later, while it rests, is not its first load.
  page.off("response", collect);
  const firstLoad = await Promise.all(scripts);
  return { context, page, gzip: firstLoad.reduce((sum, body) => sum + gzipSync(body).length, 0) };
}

const watchedOf = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { watched: Watched }).watched);

/** From the press until the first frame with the last of her words is painted, where a thread opens, in the page's own clock. */
const opening = (page: Page, sessionId: string, lastMessage: string) =>
  page.evaluate(
    ([id, last]) =>
      new Promise<number>((resolve) => {
        const from = performance.now();
        document.querySelector<HTMLElement>(`[data-session-id="${id}"] button`)?.click();
        const look = () => {
          if (!document.querySelector(`[data-message-id="${last}"]`)) return void requestAnimationFrame(look);
          // After this frame's work, a task: by then it is painted, as for a message that arrives.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - from);
          port2.postMessage(null);
        };
        look();
      }),
    [sessionId, lastMessage] as const,
  );

/** Frames a second while the thread is scrolled from its end to its beginning. */
const scrolling = (page: Page, seconds: number) =>
  page.evaluate(
    (ms) =>
      new Promise<{ fps: number; late: number }>((resolve) => {
        const thread = document.querySelector<HTMLElement>("section[aria-label='Mensajes']");
        const times: number[] = [];
        const step = (now: number) => {
          times.push(now);
          if (thread) thread.scrollTop -= 160;
          if (now - (times[0] ?? now) < ms) return void requestAnimationFrame(step);
          const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
          const spent = (times.at(-1) ?? 0) - (times[0] ?? 0);
          resolve({
            fps: (1_000 * gaps.length) / spent,
            late: gaps.filter((gap) => gap > 34).length / gaps.length,
          });
        };
        requestAnimationFrame(step);
      }),
    seconds * 1_000,
  );

/** What this machine gives to a page that does nothing: beside it, the other figures can be judged. */
async function emptyPage(browser: Browser): Promise<number> {
  const page = await browser.newPage();
  const fps = (await scrolling(page, 2)).fps;
  await page.close();
  return fps;
}

async function measure(browser: Browser, server: Server) {
  const emptyFps = await emptyPage(browser);
  const loads: number[] = [];
  const works: number[] = [];
  for (let round = 0; round < rounds.loads; round += 1) {
    loads.push((await loadAlone(browser, server, 4)).interactiveMs);
    works.push((await loadAlone(browser, server, 1)).workMs);
  }
  const { page, context, gzip } = await openDesk(browser, server);
  say(`work until interactive, not slowed down: ${works.map(Math.round)} ms of processor`);
  say(`first load: ${rounded(gzip / 1_000)} kB of script, interactive in ${loads.map(Math.round)} ms`);

  await page.waitForTimeout(2_000);
  const openings: number[] = [];
  for (let round = 0; round < rounds.openings; round += 1) {
    const number = 1_001 + (round % (evening.mine - 1));
    const lastMessage = idOf("message", number * 10_000 + evening.messages - 1);
    openings.push(await opening(page, idOf("session", number), lastMessage));
    await page.waitForTimeout(150);
  }
  say(`opening a conversation: ${openings.map(Math.round)} ms`);

  const last = 1_001 + ((rounds.openings - 1) % (evening.mine - 1));
  for (let round = 0; round < rounds.messages; round += 1) {
    // Hers, unread, at the end of the thread that is open.
    const fresh = { ...message(last, 3 * (100 + round)), seenAt: null };
    const sentAt = new Date().toISOString();
    server.tell((sequence) => ({
      type: "message",
      sequence,
      message: { ...fresh, sentAt, receivedAt: sentAt },
    }));
    await page.waitForTimeout(60);
  }
  // Slow is not lost: what is told is waited for, on a busy machine too.
  await page
    .waitForFunction(
      (many) => {
        const { painted } = (globalThis as unknown as { watched: Watched }).watched;
        return Object.values(painted).filter(Number.isFinite).length >= many;
      },
      rounds.messages,
      { timeout: 15_000 },
    )
    .catch(() => undefined);
  const { heard, painted } = await watchedOf(page);
  const paints = Object.entries(heard).map(([id, from]) => (painted[id] ?? Number.NaN) - from);
  say(`painting a message: ${sorted(paints).map(Math.round)} ms`);

  await opening(page, idOf("session", 1_000), idOf("message", 10_000_000 + evening.longThread - 1));
  await page.waitForTimeout(1_000);
  const scroll = await scrolling(page, rounds.scrollSeconds);
  say(
    `scrolling ${evening.longThread} messages: ${rounded(scroll.fps)} frames a second, ${rounded(100 * scroll.late)} % late`,
  );
  await context.close();
  return { gzip, loads, works, openings, paints, scroll, emptyFps };
}

const server = await startDeskServer();
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
  const { gzip, loads, works, openings, paints, scroll, emptyFps } = await measure(browser, server);
  const figures = {
    scriptKb: rounded(gzip / 1_000),
    interactiveMs: rounded(share(loads, 0.5)),
    interactiveWorkMs: rounded(share(works, 0.5)),
    openingMs: rounded(share(openings, 0.5)),
    openingFirstMs: rounded(openings[0] ?? Number.NaN),
    openingP95Ms: rounded(share(openings, 0.95)),
    paintedMs: rounded(share(paints, 0.5)),
    paintedP95Ms: rounded(share(paints, 0.95)),
    messagesPainted: paints.filter(Number.isFinite).length,
    scrollFps: rounded(scroll.fps),
    lateFramesPercent: rounded(100 * scroll.late),
    emptyPageFps: rounded(emptyFps),
  };
  const atMost = (name: string, value: number, goal: number) => ({ name, value, goal, met: value <= goal });
  const goals = [
    atMost("first load of script, kB gzip", figures.scriptKb, 200),
    atMost("interactive at 4x slow-down, ms", figures.interactiveMs, 1_500),
    atMost("opening a conversation, ms p95", figures.openingP95Ms, 100),
    atMost("a message painted after its frame, ms p95", figures.paintedP95Ms, 50),
    // A frame is never exactly a sixtieth of a second.
    {
      name: "scrolling 5,000 messages, frames/s",
      value: figures.scrollFps,
      goal: 60,
      met: figures.scrollFps >= 58,
    },
  ];
  // What is told and never shown is no slowness: it is lost.
  if (figures.messagesPainted < rounds.messages) process.exitCode = 1;
  say(JSON.stringify({ command: "bench:console", figures, goals }));
} finally {
  await browser.close();
  await server.stop();
}
