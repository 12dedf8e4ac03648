import { createRootRoute, createRoute, createRouter } from "@tanstack/react-router";
import { z } from "zod";
import { EntryPage } from "./entry/entry-page.tsx";
import { Frame } from "./frame/frame.tsx";
import { LifePage } from "./life/life-page.tsx";
import { PeriodPage } from "./period/period-page.tsx";
import { ReportPage } from "./report/report-page.tsx";
import { SessionsPage } from "./sessions/sessions-page.tsx";
import { UnattachedPage } from "./unattached/unattached-page.tsx";

const text = z.string().max(100).optional().catch(undefined);
const Search = z.object({ text, person: text, type: text, tier: text, from: text, to: text });
const day = z.iso.datetime().optional().catch(undefined);
const Period = z.object({
  last: z.enum(["day", "week", "month", "custom"]).catch("day").default("day"),
  from: day,
  to: day,
  missing: z.enum(["seen", "answered", "closed"]).optional().catch(undefined),
});
export type Period = z.infer<typeof Period>;

const root = createRootRoute({ component: Frame });

export const sessionsRoute = createRoute({
  getParentRoute: () => root,
  path: "/",
  validateSearch: (search) => Search.parse(search),
  component: function Sessions() {
    const navigate = sessionsRoute.useNavigate();
    return (
      <SessionsPage
        search={sessionsRoute.useSearch()}
        onSearch={(search) => void navigate({ search, replace: true })}
      />
    );
  },
});

const lifeRoute = createRoute({
  getParentRoute: () => root,
  path: "/atenciones/$id",
  component: function Life() {
    return <LifePage id={lifeRoute.useParams().id} />;
  },
});

const periodRoute = createRoute({
  getParentRoute: () => root,
  path: "/periodo",
  validateSearch: (search) => Period.parse(search),
  component: function PeriodSection() {
    const navigate = periodRoute.useNavigate();
    return (
      <PeriodPage
        period={periodRoute.useSearch()}
        onPeriod={(period) => void navigate({ search: period, replace: true })}
      />
    );
  },
});

const reportRoute = createRoute({
  getParentRoute: () => root,
  path: "/informe",
  validateSearch: (search) => Period.parse(search),
  component: function ReportSection() {
    const navigate = reportRoute.useNavigate();
    return (
      <ReportPage
        period={reportRoute.useSearch()}
        onPeriod={(period) => void navigate({ search: period, replace: true })}
      />
    );
  },
});

const entryRoute = createRoute({
  getParentRoute: () => root,
  path: "/entradas/$index",
  component: function Entry() {
    return <EntryPage index={Number(entryRoute.useParams().index)} />;
  },
});

const unattachedRoute = createRoute({
  getParentRoute: () => root,
  path: "/sin-atencion",
  component: UnattachedPage,
});

export function createExplorerRouter() {
  return createRouter({
    routeTree: root.addChildren([
      sessionsRoute,
      lifeRoute,
      periodRoute,
      reportRoute,
      entryRoute,
      unattachedRoute,
    ]),
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createExplorerRouter>;
  }
}
