import { readyFormats } from "@liss/ui";
import { Outlet, useNavigate, useParams, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { AnnouncementBand } from "../announcements/announcement-band.tsx";
import { withPageTexts } from "../app/with-page-texts.ts";
import { AwayKeeper } from "../away/away-keeper.tsx";
import { useOpen } from "../conversation/use-open.ts";
import { useLive } from "../live/live-desk.tsx";
import { Rings } from "../rings/ring-card.tsx";
import { useTakeNext } from "../server/use-commands.ts";
import { StatusBanner } from "../status/status-banner.tsx";
import { useTour } from "../tour/use-tour.ts";
import { ConnectionBanner } from "./connection-banner.tsx";
import classes from "./desk.module.css";
import { Header } from "./header.tsx";
import { useKeys } from "./keys.ts";
import { MineColumn } from "./mine-column.tsx";
import { QueueColumn } from "./queue-column.tsx";
import { useDesk } from "./use-desk.ts";

const screens: ReadonlySet<string> = new Set([
  "/turno",
  "/mi-dia",
  "/horario",
  "/reglas",
  "/anuncios",
  "/turnos",
]);
const KeySheet = lazy(() => import("./key-sheet.tsx"));
const Palette = lazy(() => withPageTexts(import("../palette/palette.tsx")));
const Tour = lazy(() => import("../tour/tour.tsx"));
const Veil = lazy(() => import("../veil/veil.tsx"));

/** The whole desk: who waits, hers, the open conversation and its context. */
export function DeskPage() {
  const { t } = useTranslation("desk");
  const desk = useDesk();
  const navigate = useNavigate();
  // The wall, her day, the hours and the rules are screens of their own: the lists are one key away.
  const wide = useRouterState({ select: ({ location }) => screens.has(location.pathname) });
  const { sessionId: open } = useParams({ strict: false });
  const [keysShown, showKeys] = useState(false);
  const [paletteShown, showPalette] = useState(false);
  const tour = useTour();
  const [veiled, veil] = useState(false);
  const [listsShown, showLists] = useState(false);
  const [nobodyLeft, setNobodyLeft] = useState(false);

  const show = useOpen();
  const openSession = useCallback(
    (sessionId: string) => {
      showLists(false);
      show(sessionId);
    },
    [show],
  );
  const next = useTakeNext((sessionId) => {
    setNobodyLeft(sessionId === null);
    if (sessionId) openSession(sessionId);
  });
  const takeNext = () => {
    if (next.taking) return;
    setNobodyLeft(false);
    next.take();
  };
  const step = (by: 1 | -1) => {
    const at = desk.mine.findIndex(({ id }) => id === open);
    const to = desk.mine[at < 0 ? 0 : (at + by + desk.mine.length) % desk.mine.length];
    if (to) openSession(to.id);
  };

  useKeys({
    takeNext: desk.queue.length > 0 ? takeNext : undefined,
    nextMine: () => step(1),
    previousMine: () => step(-1),
    wall: desk.me.role === "supervisor" ? () => void navigate({ to: "/turno" }) : undefined,
    sheet: () => showKeys(true),
    search: () => void navigate({ to: "/buscar" }),
    palette: () => showPalette(true),
    veil: () => veil(true),
  });

  const { state } = useLive();
  // The first conversation must open at once: what it needs is made ready as soon as the desk rests.
  useEffect(() => {
    if (state !== "online") return;
    const timer = setTimeout(() => {
      void import("../conversation/conversation-route.tsx").then(readyFormats);
    }, 1000);
    return () => clearTimeout(timer);
  }, [state]);

  const unread = desk.mine.reduce((sum, card) => sum + (card.unread > 0 ? 1 : 0), 0);
  const count = desk.queue.length + unread;
  useEffect(() => {
    document.title = t("title", { waiting: count > 0 ? `(${count}) ` : "" });
  }, [count, t]);

  return (
    <div className={classes.desk}>
      <Header
        showKeys={() => showKeys(true)}
        showPalette={() => showPalette(true)}
        showLists={() => showLists(!listsShown)}
        listsShown={listsShown}
      />
      <div className={classes.bands}>
        <StatusBanner />
        <ConnectionBanner />
        <AwayKeeper />
        <AnnouncementBand />
      </div>
      <div className={classes.columns} data-lists={listsShown || undefined} data-wide={wide || undefined}>
        <div className={classes.lists}>
          <QueueColumn
            next={{ ...next, take: takeNext }}
            nobodyLeft={nobodyLeft && desk.queue.length === 0}
            onOpen={openSession}
          />
          <MineColumn open={open ?? null} onOpen={openSession} />
        </div>
        <Outlet />
      </div>
      <Rings onTaken={openSession} />
      {paletteShown && (
        <Suspense>
          <Palette onClose={() => showPalette(false)} />
        </Suspense>
      )}
      {veiled && (
        <Suspense>
          <Veil onLift={() => veil(false)} />
        </Suspense>
      )}
      {keysShown && (
        <Suspense>
          <KeySheet
            onClose={() => showKeys(false)}
            onTour={() => {
              showKeys(false);
              tour.show();
            }}
          />
        </Suspense>
      )}
      {tour.shown && (
        <Suspense>
          <Tour onClose={tour.close} />
        </Suspense>
      )}
    </div>
  );
}
