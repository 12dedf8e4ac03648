import type { Conversation, Desk, ServerFrame } from "@liss/executive-routing/desk-api";
import { me } from "@liss/identity/client";
import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { endLogin, useWorkbench, type Workbench } from "../app/workbench.ts";
import { announcementOf } from "./announcement.ts";
import { useAnnounce } from "./announcer.tsx";
import { type Connection, type ConnectionState, connectLive } from "./connection.ts";
import { type ChangeFrame, changeConversation, changeDesk } from "./frames.ts";

type Live = {
  state: ConnectionState;
  /** Since when there is no connection, by the server's clock; null while there is. */
  downSince: number | null;
  /** The last time that there was none and it came back (instants, ms). */
  lastAway: { from: number; to: number } | null;
  /** Which conversation is open, if one is: its changes are told from now on. */
  watch: (sessionId: string | null) => void;
  /** Since when the changes of the open conversation are told (ms); for any other, not yet. */
  toldSince: (sessionId: string) => number;
  /** The wall of the shift is on the screen, or no longer. */
  wall: (shown: boolean) => void;
  /** Nobody has touched this console for long, or somebody does again. */
  away: (away: boolean) => void;
};

const LiveContext = createContext<Live>({
  state: "connecting",
  downSince: null,
  lastAway: null,
  watch: () => {},
  toldSince: () => Number.POSITIVE_INFINITY,
  wall: () => {},
  away: () => {},
});
export const useLive = (): Live => use(LiveContext);

/** Keeps the caches as the server says they are, from the first picture of the desk on. */
export function LiveDesk({ children }: { children: ReactNode }) {
  const workbench = useWorkbench();
  const announce = useAnnounce();
  const { t } = useTranslation("desk");
  const [{ state, downSince, lastAway }, setState] = useState<Pick<Live, "state" | "downSince" | "lastAway">>(
    {
      state: "connecting",
      downSince: null,
      lastAway: null,
    },
  );
  const connection = useRef<Connection | null>(null);
  const open = useRef<string | null>(null);
  const openedAt = useRef(0);
  const wallShown = useRef(false);
  const isAway = useRef(false);

  useEffect(() => {
    const refresh = debounced(() => workbench.queries.invalidateQueries({ queryKey: ["desk"] }), 400);
    let wasDown = false;
    const live = connectLive({
      open: workbench.line.take,
      since: workbench.recent.last,
      onState: (next) => {
        setState((before) => ({
          state: next,
          downSince: next === "online" ? null : (before.downSince ?? workbench.clock.now()),
          lastAway:
            next === "online" && before.downSince !== null
              ? { from: before.downSince, to: workbench.clock.now() }
              : before.lastAway,
        }));
        if (next !== "online" || wasDown)
          announce("polite", t(`announce.${next === "online" ? "online" : "offline"}`));
        wasDown = next !== "online";
      },
      onUnreadable: () => fetchEverything(workbench),
      onRefused: () => void askWhoIsLoggedIn(workbench),
      onFrame: (frame) => {
        if (frame.type === "welcome" || frame.type === "ping") return workbench.clock.heard(frame.now);
        if (frame.type === "status") return showStatus(workbench, frame.status);
        if (frame.type === "shift") return void workbench.queries.setQueryData(["shift"], frame.people);
        if (frame.type === "announcements")
          return void workbench.queries.invalidateQueries({ queryKey: ["announcements"] });
        if (frame.type === "logged-out") return endLogin(workbench);
        if (frame.type === "resync") {
          workbench.recent.forget();
          workbench.recent.saw(frame.sequence);
          return fetchEverything(workbench);
        }
        const said = sayOf(frame);
        apply(workbench, frame);
        if (said)
          announce(said.tone, t(`announce.${said.key}`, { codeName: said.codeName, text: said.text }));
        if (frame.type === "session" && concernsLoad(workbench, frame)) refresh.soon();
      },
    });
    function sayOf(frame: ChangeFrame) {
      const desk = workbench.queries.getQueryData<Desk>(["desk"]);
      const known =
        frame.type === "message" &&
        (workbench.queries
          .getQueryData<Conversation>(["conversation", frame.message.sessionId])
          ?.messages.some(({ id }) => id === frame.message.id) ??
          true);
      return announcementOf(frame, { desk, open: open.current, known });
    }
    connection.current = live;
    live.watch(open.current);
    live.wall(wallShown.current);
    live.away(isAway.current);
    return () => {
      refresh.never();
      live.stop();
    };
  }, [workbench, announce, t]);

  const live = useMemo<Live>(
    () => ({
      state,
      downSince,
      lastAway,
      watch: (sessionId) => {
        if (open.current === sessionId) return;
        open.current = sessionId;
        openedAt.current = Date.now();
        connection.current?.watch(sessionId);
      },
      toldSince: (sessionId) => (open.current === sessionId ? openedAt.current : Number.POSITIVE_INFINITY),
      wall: (shown) => {
        wallShown.current = shown;
        connection.current?.wall(shown);
      },
      away: (away) => {
        isAway.current = away;
        connection.current?.away(away);
      },
    }),
    [state, downSince, lastAway],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

function apply({ queries, recent }: Workbench, frame: ChangeFrame): void {
  recent.saw(frame.sequence);
  recent.remember(frame);
  queries.setQueryData<Desk>(["desk"], (desk) => desk && changeDesk(desk, frame));
  const sessionId =
    frame.type === "session" ? frame.card.id : frame.type === "message" && frame.message.sessionId;
  if (!sessionId) return;
  queries.setQueryData<Conversation>(
    ["conversation", sessionId],
    (conversation) => conversation && changeConversation(conversation, frame),
  );
}

function showStatus({ queries }: Workbench, status: Desk["status"]): void {
  queries.setQueryData<Desk>(["desk"], (desk) => desk && { ...desk, status });
}

/** Her load is the server's sum; it is asked again when what she attends changes. */
function concernsLoad({ queries }: Workbench, frame: Extract<ServerFrame, { type: "session" }>): boolean {
  const desk = queries.getQueryData<Desk>(["desk"]);
  return frame.place === "mine" || frame.card.owner?.id === desk?.me.id || frame.place === "gone";
}

function fetchEverything({ queries }: Workbench): void {
  void queries.invalidateQueries({ queryKey: ["desk"] });
  void queries.invalidateQueries({ queryKey: ["conversation"] });
  void queries.invalidateQueries({ queryKey: ["announcements"] });
  void queries.invalidateQueries({ queryKey: ["case"] });
  void queries.invalidateQueries({ queryKey: ["follow-ups"] });
}

/** The socket was refused before it opened: the network, or a login that ended. */
async function askWhoIsLoggedIn(workbench: Workbench): Promise<void> {
  const answer = await me();
  if (answer.ok && answer.person === null) endLogin(workbench);
}

function debounced(task: () => unknown, ms: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    soon: () => {
      clearTimeout(timer);
      timer = setTimeout(task, ms);
    },
    never: () => clearTimeout(timer),
  };
}
