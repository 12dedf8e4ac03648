import { createServerClock, type ServerClock } from "@liss/ui";
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { createContext, use } from "react";
import { type Attachments, createAttachments } from "../attaching/attachments.ts";
import { createDrafts, type Drafts } from "../composer/drafts.ts";
import { createHolding, type Holding } from "../composer/holding.ts";
import { createQuoting, type Quoting } from "../composer/quoting.ts";
import { createUnsent, type UnsentMessages } from "../composer/unsent.ts";
import { createEarlyLine, type EarlyLine } from "../live/early-line.ts";
import { createRecent, type Recent } from "../live/recent.ts";
import { codeOf } from "../server/request.ts";

/** What lives as long as the page: caches, clock, drafts. Made once in main.tsx. */
export type Workbench = {
  queries: QueryClient;
  clock: ServerClock;
  recent: Recent;
  line: EarlyLine;
  drafts: Drafts;
  attachments: Attachments;
  unsent: UnsentMessages;
  holding: Holding;
  quoting: Quoting;
};

export function createWorkbench(): Workbench {
  const onError = (error: unknown) => {
    if (codeOf(error) === "not-logged-in") endLogin(workbench);
  };
  const queries = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    // The socket says when something is old; nothing is fetched on a guess.
    defaultOptions: {
      queries: { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, networkMode: "always" },
      mutations: { networkMode: "always" },
    },
  });
  const workbench: Workbench = {
    queries,
    clock: createServerClock(),
    recent: createRecent(),
    line: createEarlyLine(),
    drafts: createDrafts(),
    attachments: createAttachments(),
    unsent: createUnsent(),
    holding: createHolding(),
    quoting: createQuoting(),
  };
  return workbench;
}

/** The login is over: what she read leaves the memory, what she was writing stays for her. */
export function endLogin({ queries, recent }: Workbench): void {
  recent.forget();
  queries.setQueryData(["me"], null);
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "me" });
}

const WorkbenchContext = createContext<Workbench | null>(null);
export const WorkbenchProvider = WorkbenchContext.Provider;

export function useWorkbench(): Workbench {
  const workbench = use(WorkbenchContext);
  if (!workbench) throw new Error("a WorkbenchProvider is missing above");
  return workbench;
}
