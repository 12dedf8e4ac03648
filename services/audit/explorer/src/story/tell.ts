import type { Named, Step } from "@liss/audit/auditor-api";
import { formatDateTime, formatDuration, formatTime } from "@liss/ui";
import type { OpenTranslate } from "../i18n/open-keys.ts";

type Told = Pick<Step, "type" | "subject" | "actor" | "actorName" | "detail" | "problem">;

/** Words of the shared catalogue that sentences need. */
export type SharedWords = {
  tier(tier: string): string;
  indicator(indicator: string): string;
  topic(topic: string): string;
  delivery(state: string): string;
  classification(classification: string): string;
  alert(code: string): string;
};

/** One step of a session in one Spanish sentence. Whoever did it stands in it by name. */
export function tell(step: Told, say: OpenTranslate, shared: SharedWords, people: readonly Named[]): string {
  if (step.problem !== null) return say(`problem.${step.problem}`) ?? step.subject;
  const sentence = say(`story.${step.type}`, valuesOf(step, say, shared, people));
  return sentence ?? say("unknownType", { subject: step.subject }) ?? step.subject;
}

export function actorOf({ actor, actorName }: Pick<Told, "actor" | "actorName">, say: OpenTranslate): string {
  if (actor === null) return "";
  if (actor.kind === "person") return actorName ?? say("actors.unknownPerson") ?? actor.id;
  if (actor.kind === "service") return say(`actors.service.${actor.name}`) ?? actor.name;
  return say(`actors.${actor.kind}`) ?? actor.kind;
}

function valuesOf(step: Told, say: OpenTranslate, shared: SharedWords, people: readonly Named[]) {
  const { detail } = step;
  const text = (key: string) => (typeof detail[key] === "string" ? detail[key] : "");
  const list = (key: string) => (Array.isArray(detail[key]) ? detail[key].map(String) : []);
  const number = (key: string) => (typeof detail[key] === "number" ? detail[key] : 0);
  const word = (group: string, key: string) => say(`words.${group}.${text(key)}`) ?? text(key);
  const nameOf = (key: string) =>
    people.find(({ id }) => id === text(key))?.name ??
    operatorIn(text(key), say) ??
    say("actors.unknownPerson");
  const yesNo = (group: string, key: string, yes: string, no: string) =>
    say(`words.${group}.${detail[key] === true ? yes : no}`) ?? "";
  const time = (key: string) => (text(key) === "" ? "" : formatTime(text(key)));
  const indicators = list("indicators").map(shared.indicator);
  const procedure = text("procedureNumber");
  return {
    actor: actorOf(step, say),
    person: nameOf("executiveId"),
    toPerson: nameOf("to"),
    kind: word("kind", "kind"),
    state: shared.delivery(text("state")),
    tier: shared.tier(text("tier")),
    indicators: indicators.length > 0 ? indicators.join(", ") : say("words.noIndicators"),
    codeName: text("codeName"),
    from: shared.tier(text("from")),
    to: shared.tier(text("to")),
    cause: word("cause", "cause"),
    waited: formatDuration(number("waitedMs")),
    released: word("released", "reason"),
    ended: word("ended", "reason"),
    refused: word("refused", "reason"),
    handedBack: word("handedBack", "reason"),
    topics: list("topics").map(shared.topic).join(", "),
    expires: time("expiresAt"),
    called: word("called", "calledService"),
    calledAt: time("calledAt"),
    change: word("change", "change"),
    goodbye: word("goodbye", "word"),
    takenBack: word("takenBack", "outcome"),
    revealPurpose: word("revealPurpose", "purpose"),
    takenBackGround: word("takenBackGround", "ground"),
    media: say(`words.media.${mediaState(detail.outcome)}`) ?? "",
    procedure: procedure ? say("words.procedure", { number: procedure }) : say("words.noProcedure"),
    outcome: word("outcome", "outcome"),
    classification: shared.classification(text("classification")),
    application: word("application", "application"),
    what: word("what", "what"),
    method: word("method", "method"),
    loginFailure: word("loginFailure", "reason"),
    logoutReason: word("logoutReason", "reason"),
    personChange: word("personChange", "change"),
    about: nameOf("about"),
    role: word("role", "role"),
    factorChange: word("factorChange", "what"),
    shiftOf: word("shiftOf", "about"),
    announcement: word("announcement", "change"),
    alert: shared.alert(text("code")),
    riskReason: word("riskReason", "reason"),
    offerEnd: word("offerEnd", "how"),
    circle:
      text("circle") === "on-call" && list("people").length === 0
        ? say("words.circle.nobody-on-call")
        : word("circle", "circle"),
    transfer: word("transfer", "how"),
    coaching: yesNo("coaching", "joined", "joined", "left"),
    note: word("note", "kind"),
    pinned: yesNo("pinned", "pinned", "yes", "no"),
    pinnedNote: yesNo("pinnedNote", "pinned", "yes", "no"),
    marked: yesNo("marked", "set", "yes", "no"),
    mark: word("mark", "mark"),
    overdue: word("overdue", "stage"),
    toldService: word("called", "service"),
    toldAt: time("toldAt"),
    presence: word("presence", "state"),
    readiness: yesNo("readiness", "ready", "yes", "no"),
    traits: list("names")
      .map(
        (name) => `${say(`words.trait.${name}`) ?? name}${name === "team" ? teamIn(detail.team, say) : ""}`,
      )
      .join(", "),
    services: number("services"),
    followUp:
      say(`words.followUp.${text("change")}`, { dueAt: text("dueAt") && formatDateTime(text("dueAt")) }) ??
      "",
    careLimit: word("careLimit", "limit"),
    names: list("names").join(", "),
    until: time("until"),
    heldBy: word("heldBy", "cause"),
    holdEnd: word("holdEnd", "reason"),
    blockReason: word("blockReason", "reason"),
    blockEnd: word("blockEnd", "reason"),
    wallEnd: word("wallEnd", "reason"),
    glassReason: word("glassReason", "reason"),
    overrideReason: word("overrideReason", "reason"),
    needs: list("needs").join(", "),
    fields: list("fields").join(", "),
    referral: word("referral", "kind"),
    basis: word("basis", "basis"),
    referralState: word("referralState", "state"),
    otherChannel: word("otherChannel", "channel"),
    contentVersion: text("contentVersion"),
    release: text("release") ? say("words.release", { name: text("release") }) : say("words.noRelease"),
    versions: versionsIn(detail.versions)
      .map(([name, version]) => say(`words.version.${name}`, { version }) ?? `, ${name} ${version}`)
      .join(""),
    operator: nameOf("personId"),
    rotation: word("rotation", "stage"),
    underFormer: number("underFormer"),
    living: number("living"),
    cameBack: number("cameBack"),
    size: number("size"),
    count: number("messages") || list("messageIds").length,
  };
}

/** Nobody of the service: an account of the machine that a command was run with. */
export function operatorIn(id: string, say: OpenTranslate): string | undefined {
  const account = /^system:(.+)$/.exec(id)?.[1];
  return account === undefined ? undefined : say("actors.operator", { account });
}

/** Which one she has from now on. */
function teamIn(team: unknown, say: OpenTranslate): string {
  return (typeof team === "string" ? say("words.team.is", { name: team }) : say("words.team.none")) ?? "";
}

/** What a service says of its rules and contents when it starts. */
function versionsIn(versions: unknown): [string, string][] {
  if (typeof versions !== "object" || versions === null) return [];
  return Object.entries(versions).map(([name, version]) => [name, String(version)]);
}

/** What became of a file is said in a field of its own: stored or failed. */
function mediaState(outcome: unknown): string {
  const known = typeof outcome === "object" && outcome !== null && "state" in outcome;
  return known ? String(outcome.state) : "";
}
