import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from "@tanstack/react-router";
import { DeskGate } from "../desk/desk-gate.tsx";
import { NothingOpen } from "../desk/nothing-open.tsx";
import { Crash } from "./crash.tsx";
import { NotFound } from "./not-found.tsx";
import { withPageTexts } from "./with-page-texts.ts";

const root = createRootRoute({ component: Outlet, errorComponent: Crash, notFoundComponent: NotFound });

const login = createRoute({
  getParentRoute: () => root,
  path: "/entrar",
  // Where she was, to go back to; `fin` when her login ended while she worked.
  // `institucion` when its login did not open this door.
  validateSearch: (search: Record<string, unknown>): { volver?: string; fin?: true; institucion?: "no" } => ({
    ...(isOurPath(search.volver) && { volver: search.volver }),
    ...(search.fin === true && { fin: true }),
    ...(search.institucion === "no" && { institucion: "no" }),
  }),
  component: lazyRouteComponent(() => import("../login/login-route.tsx"), "LoginRoute"),
});

// Where an invitation or a recovery by a supervisor leads.
const link = createRoute({
  getParentRoute: () => root,
  path: "/clave",
  component: lazyRouteComponent(() => import("../login/link-route.tsx"), "LinkRoute"),
});

// The editors of what the robot says; it has no desk around it and sees no conversation.
const robot = createRoute({
  getParentRoute: () => root,
  path: "/robot",
  component: lazyRouteComponent(() => withPageTexts(import("../editors/editors-route.tsx")), "EditorsRoute"),
});

const desk = createRoute({ getParentRoute: () => root, id: "desk", component: DeskGate });
const nothingOpen = createRoute({ getParentRoute: () => desk, path: "/", component: NothingOpen });
const conversation = createRoute({
  getParentRoute: () => desk,
  path: "/atenciones/$sessionId",
  component: lazyRouteComponent(() => import("../conversation/conversation-route.tsx"), "ConversationRoute"),
});
const people = createRoute({
  getParentRoute: () => desk,
  path: "/equipo",
  component: lazyRouteComponent(() => withPageTexts(import("../people/people-route.tsx")), "PeopleRoute"),
});
const myLogin = createRoute({
  getParentRoute: () => desk,
  path: "/mi-ingreso",
  component: lazyRouteComponent(() => import("../login/my-login-route.tsx"), "MyLoginRoute"),
});

const wall = createRoute({
  getParentRoute: () => desk,
  path: "/turno",
  component: lazyRouteComponent(() => withPageTexts(import("../supervisor/wall-route.tsx")), "WallRoute"),
});
const myDay = createRoute({
  getParentRoute: () => desk,
  path: "/mi-dia",
  component: lazyRouteComponent(() => import("../my-day/my-day-route.tsx"), "MyDayRoute"),
});
const hours = createRoute({
  getParentRoute: () => desk,
  path: "/horario",
  component: lazyRouteComponent(() => withPageTexts(import("../hours/hours-route.tsx")), "HoursRoute"),
});
const rules = createRoute({
  getParentRoute: () => desk,
  path: "/reglas",
  component: lazyRouteComponent(() => withPageTexts(import("../rules/rules-route.tsx")), "RulesRoute"),
});
const announcements = createRoute({
  getParentRoute: () => desk,
  path: "/anuncios",
  component: lazyRouteComponent(
    () => import("../announcements/announcements-route.tsx"),
    "AnnouncementsRoute",
  ),
});
const directory = createRoute({
  getParentRoute: () => desk,
  path: "/directorio",
  component: lazyRouteComponent(
    () => withPageTexts(import("../directory/directory-route.tsx")),
    "DirectoryRoute",
  ),
});
const data = createRoute({
  getParentRoute: () => desk,
  path: "/datos",
  component: lazyRouteComponent(() => import("../retention/retention-route.tsx"), "RetentionRoute"),
});
const shifts = createRoute({
  getParentRoute: () => desk,
  path: "/turnos",
  component: lazyRouteComponent(() => import("../shifts/shifts-route.tsx"), "ShiftsRoute"),
});
const search = createRoute({
  getParentRoute: () => desk,
  path: "/buscar",
  component: lazyRouteComponent(() => import("../search/search-page.tsx"), "SearchPage"),
});
const canned = createRoute({
  getParentRoute: () => desk,
  path: "/respuestas",
  component: lazyRouteComponent(() => import("../canned/canned-page.tsx"), "CannedPage"),
});

const otherChannel = createRoute({
  getParentRoute: () => desk,
  path: "/otro-canal",
  component: lazyRouteComponent(() => import("../other-channel/other-channel-page.tsx"), "OtherChannelPage"),
});

export function createConsoleRouter() {
  return createRouter({
    routeTree: root.addChildren([
      login,
      link,
      robot,
      desk.addChildren([
        nothingOpen,
        conversation,
        wall,
        announcements,
        shifts,
        myDay,
        hours,
        rules,
        people,
        directory,
        data,
        myLogin,
        search,
        canned,
        otherChannel,
      ]),
    ]),
  });
}

/** Only paths of this application: an address elsewhere would be an open door. */
function isOurPath(value: unknown): value is string {
  return typeof value === "string" && /^\/(?![/\\])/.test(value);
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
