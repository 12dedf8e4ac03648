import {
  Consistency,
  Inclusion,
  Me,
  PeriodReport,
  Problem,
  PublishableReport,
  SessionInclusion,
  SessionLife,
  SessionList,
  Step,
  Stretch,
  StretchPart,
  Summary,
  Unattached,
} from "@liss/audit/auditor-api";
import type { z } from "zod";

/** What the service refused, or that it did not answer (`unreachable`). Screens turn the code into a sentence. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

async function get<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  signal?: AbortSignal,
): Promise<z.output<Schema>> {
  const response = await fetch(path, signal ? { signal } : {}).catch(() => {
    throw new ApiProblem("unreachable");
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new ApiProblem(Problem.safeParse(body).data?.code ?? "unavailable");
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new ApiProblem("unavailable");
  return parsed.data;
}

async function text(path: string): Promise<string> {
  const response = await fetch(path).catch(() => {
    throw new ApiProblem("unreachable");
  });
  if (!response.ok) throw new ApiProblem("unavailable");
  return (await response.text()).trim();
}

const query = (values: Record<string, string | number | undefined>) => {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== "");
  return new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
};

/** What is looked for; days are calendar days of the auditor's computer, `yyyy-mm-dd`. */
export type SessionSearch = {
  text?: string | undefined;
  person?: string | undefined;
  type?: string | undefined;
  tier?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

const startOf = (day: string | undefined, daysLater = 0) => {
  if (!day) return undefined;
  const date = new Date(`${day}T00:00`);
  date.setDate(date.getDate() + daysLater);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};

export const api = {
  me: () => get(Me, "/api/me"),
  sessions: ({ from, to, ...search }: SessionSearch, before: number | undefined) =>
    get(
      SessionList,
      `/api/sessions?${query({ ...search, from: startOf(from), to: startOf(to, 1), before })}`,
    ),
  life: (id: string) => get(SessionLife, `/api/sessions/${encodeURIComponent(id)}`),
  inclusion: (id: string) => get(SessionInclusion, `/api/sessions/${encodeURIComponent(id)}/inclusion`),
  entryInclusion: (index: number) => get(Inclusion, `/api/entries/${index}/inclusion`),
  consistency: (from: number, to: number) => get(Consistency, `/api/consistency?${query({ from, to })}`),
  summary: (from: string, to: string | undefined) => get(Summary, `/api/summary?${query({ from, to })}`),
  entry: (index: number) => get(Step, `/api/entries/${index}`),
  report: (from: string, to: string, signal: AbortSignal) =>
    get(PeriodReport, `/api/report?${query({ from, to })}`, signal),
  publishable: (from: string, to: string) =>
    get(PublishableReport, `/api/report/publishable?${query({ from, to })}`),
  stretch: (from: string, to: string) => get(Stretch, `/api/stretch?${query({ from, to })}`),
  stretchPart: (first: number, end: number) => get(StretchPart, `/api/stretch/part?${query({ first, end })}`),
  /** Files that the browser saves. */
  files: {
    table: (table: string, from: string, to: string) => `/api/report.csv?${query({ table, from, to })}`,
    entries: (from: string, to: string) => `/api/entries.jsonl?${query({ from, to })}`,
    bundle: (from: string, to: string) => `/api/bundle?${query({ from, to })}`,
  },
  unattached: () => get(Unattached, "/api/unattached"),
  logKey: () => text("/log-key"),
  /** Those of before too, one a line. */
  logKeys: () => text("/log-keys"),
};
