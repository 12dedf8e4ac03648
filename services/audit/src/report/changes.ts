import type { Entry } from "../ledger/entry-format.ts";
import { type Data, type Period, personOf, textOf, timeOf, within } from "./facts.ts";
import type { Change } from "./report.ts";

/** What ran, and what about it changed: starts of services, contents of the robot, rules, people, keys. */
export function changesOf(period: Period) {
  const settings = new Map<string, Data>();
  const changes: Change[] = [];

  function take(entry: Entry, data: Data): void {
    const change = changeIn(entry, data, settings);
    if (change && within(period, change.at)) changes.push(change);
  }
  return { take, result: () => changes };
}

function changeIn(entry: Entry, data: Data, settings: Map<string, Data>): Change | undefined {
  const { index, source, type } = entry;
  const common = { index, at: timeOf(entry), personId: personOf(entry), release: null };
  switch (type) {
    case "operations.service-started": {
      const service = source ?? "";
      const before = settings.get(service);
      const now = (data.configuration ?? {}) as Data;
      settings.set(service, now);
      return {
        ...common,
        what: service,
        release: textOf(data.release),
        versions: (data.versions ?? {}) as Record<string, string>,
        settings: before ? differing(before, now) : null,
      };
    }
    case "bot.knowledge-served":
      return {
        ...common,
        what: "knowledge",
        versions: { content: String(data.contentVersion) },
        settings: [],
      };
    case "routing.policy-changed":
      return { ...common, what: "policy", versions: {}, settings: (data.names as string[]).toSorted() };
    case "routing.colleague-changed":
      return { ...common, what: "colleague", versions: {}, settings: (data.names as string[]).toSorted() };
    case "access.person-changed":
      return { ...common, what: "person", personId: textOf(data.personId), ...done(textOf(data.change)) };
    case "operations.keys-rotated": {
      const to = textOf(data.to);
      return {
        ...common,
        what: "keys",
        personId: textOf(data.personId),
        ...done(`rotation-${data.stage}`),
        versions: to === null ? {} : { key: to },
      };
    }
    case "operations.restore-checked":
      return {
        ...common,
        what: "restore",
        personId: textOf(data.personId),
        ...done(data.cameBack === 0 ? null : "erased-again"),
      };
    case "operations.alert-raised":
      return data.code === "incident-frozen" ? { ...common, ...frozen(data.detail as Data) } : undefined;
    default:
      return undefined;
  }
}

const done = (...names: (string | null)[]) => ({
  versions: {},
  settings: names.filter((name) => name !== null),
});

const frozen = ({ by, rotated }: Data) => ({
  what: "incident",
  personId: textOf(by),
  ...done("evidence-copied", "logins-ended", rotated === true ? "passwords-changed" : null),
});

/** Of several replicas with their own ports each start differs from the one before; that is seen, and is no harm. */
const differing = (before: Data, now: Data): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((name) => before[name] !== now[name])
    .sort();
