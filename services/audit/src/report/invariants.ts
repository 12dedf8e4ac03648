import type { Entry } from "../ledger/entry-format.ts";
import { type Data, type Period, personOf, textOf, timeOf, within } from "./facts.ts";
import { planChecks } from "./plan-checks.ts";
import { readChecks } from "./read-checks.ts";
import { type InvariantCheck, type InvariantName, invariantNames } from "./report.ts";
import { wallChecks } from "./wall-checks.ts";

/** What the checks must remember of a session. */
type State = {
  owner: string | null;
  imminent: boolean;
  recorded: boolean;
  delegations: Set<string>;
};

/**
 * Holds each act against the rules that must never be broken. Acts are taken in the order of the stream, in which an
 * effect only follows its cause. A session that began before the entries is not held to what cannot be known of it.
 */
export function invariantChecks(period: Period) {
  const states = new Map<string, State>();
  const wall = wallChecks(hold);
  const plan = planChecks(hold);
  const reads = readChecks(hold);
  const checks = new Map<InvariantName, InvariantCheck>(
    invariantNames.map((name) => [name, { name, checked: null, offences: [] }]),
  );

  function hold(name: InvariantName, entry: Entry, holds: boolean): void {
    const at = timeOf(entry);
    const check = checks.get(name);
    if (!check || !within(period, at)) return;
    check.checked = (check.checked ?? 0) + 1;
    if (holds) return;
    check.offences.push({ index: entry.index, at, sessionId: entry.sessionId, personId: personOf(entry) });
  }

  function take(entry: Entry, data: Data): void {
    wall(entry, data);
    plan(entry, data);
    reads(entry, data);
    const state = entry.sessionId === null ? undefined : states.get(entry.sessionId);
    switch (entry.type) {
      case "routing.session-opened":
        if (entry.sessionId === null) return;
        states.set(entry.sessionId, {
          owner: null,
          imminent: false,
          recorded: false,
          delegations: new Set(),
        });
        return;
      case "routing.tier-raised":
      case "routing.tier-settled":
      case "routing.risk-set":
        if (state && data.to === "imminent") state.imminent = true;
        return;
      case "routing.emergency-opened":
        if (state) state.imminent = true;
        return;
      case "routing.session-claimed":
        if (!state) return;
        hold("two-owners", entry, state.owner === null);
        state.owner = textOf(data.executiveId);
        return;
      case "routing.session-transferred":
        if (!state) return;
        hold("two-owners", entry, state.owner === textOf(data.from));
        state.owner = textOf(data.to);
        return;
      case "routing.session-released":
        if (state) state.owner = null;
        return;
      case "routing.delegated":
        state?.delegations.add(String(data.delegationId));
        return;
      case "routing.delegation-ended":
        state?.delegations.delete(String(data.delegationId));
        return;
      case "routing.emergency-recorded":
        if (state) state.recorded = true;
        return;
      case "channel.send-requested":
        if (state && data.author === "robot") {
          hold("robot-without-delegation", entry, state.delegations.has(String(data.delegationId)));
        }
        return;
      case "routing.session-closed":
        if (!state) return;
        if (state.imminent) hold("closed-without-outcome", entry, state.recorded);
        state.owner = null;
    }
  }

  return { take, results: () => [...checks.values()] };
}
