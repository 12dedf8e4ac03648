/** What a user of the broker may do, besides everything for `"all"`. Subjects as NATS writes them. */
export type NatsPermissions =
  | "all"
  | {
      publish: readonly string[];
      subscribe: readonly string[];
      /** May answer once what it is asked, wherever the asker waits for it. */
      responds?: boolean;
    };

/** One user per service: the name is the service's. */
export type NatsUser = { name: string; password: string; permissions: NatsPermissions };

/** The event catalogue as far as the broker is concerned: who may publish which subject. */
export type PublishedSubject = { subject: string; sources: readonly string[] };

const STREAM = "liss";
const ADVISORIES = "advisories";

/** Core subjects (not stored) on which the replicas of a service tell each other to look at Postgres. */
const NUDGES: Readonly<Record<string, string>> = { "executive-routing": "desk.nudge" };

/** Questions outside of the stream: one service asks, the other hears and may answer whoever asked. */
const QUESTIONS = [
  /** What editors ask of the robot. */
  { subject: "editors.robot", asks: "executive-routing", answers: "bot" },
  /** A number, for whoever has to have it. */
  { subject: "numbers.gateway", asks: "executive-routing", answers: "gateway" },
] as const;

/**
 * The object store's bucket of conversation files (`@liss/media`), and who keeps and shows them. No consumer may be
 * made and no message fetched raw: either could have the broker deliver chosen bytes to any subject, and so speak in
 * another service's name. Reading goes through `STREAM.MSG.GET`, whose answers are the broker's own JSON.
 */
const FILES = {
  services: ["gateway", "executive-routing"],
  publish: [
    "$JS.API.STREAM.INFO.OBJ_media",
    "$JS.API.STREAM.MSG.GET.OBJ_media",
    "$JS.API.STREAM.PURGE.OBJ_media",
    "$O.media.C.>",
    "$O.media.M.>",
  ],
} as const;

/**
 * What a service's user may do, derived from the catalogue: publish its own events, pull and acknowledge its own
 * durable consumer, listen to its own inbox (`_INBOX.<service>`), and, for two of them, keep files. Nothing else: the bot cannot reach the
 * channel, nobody reads another's messages, nobody but the admin declares streams.
 */
export function servicePermissions(
  service: string,
  catalogue: readonly PublishedSubject[],
): Exclude<NatsPermissions, "all"> {
  const own = catalogue.filter((event) => event.sources.includes(service)).map((event) => event.subject);
  const consumer = [STREAM, ADVISORIES].flatMap((stream) => [
    `$JS.API.STREAM.INFO.${stream}`,
    `$JS.API.CONSUMER.INFO.${stream}.${service}`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.${service}`,
    `$JS.ACK.${stream}.${service}.>`,
  ]);
  const nudge = NUDGES[service] === undefined ? [] : [NUDGES[service]];
  const files = (FILES.services as readonly string[]).includes(service) ? FILES.publish : [];
  const asks = QUESTIONS.filter((one) => one.asks === service).map(({ subject }) => subject);
  const hears = QUESTIONS.filter((one) => one.answers === service).map(({ subject }) => subject);
  return {
    publish: [...own, "$JS.API.INFO", ...consumer, ...nudge, ...files, ...asks],
    subscribe: [`_INBOX.${service}.>`, ...nudge, ...hears],
    ...(hears.length > 0 && { responds: true }),
  };
}

type Render = {
  users: readonly NatsUser[];
  /**
   * True: every stored message is on disk before its publisher hears so, as `sync_interval: always`.
   * False: the operating system writes when it likes (survives SIGKILL, not a power cut).
   */
  durable: boolean;
};

/** A nats-server configuration with exactly these users; anybody else is refused. */
export function renderNatsConfig({ users, durable }: Render): string {
  return [
    "# Generated from the event catalogue; see infra/nats/README.md.",
    "max_payload: 1MB",
    `jetstream { sync_interval: ${durable ? "always" : '"2m"'} }`,
    "authorization {",
    "  users: [",
    ...users.map(renderUser),
    "  ]",
    "}",
    "",
  ].join("\n");
}

function renderUser({ name, password, permissions }: NatsUser): string {
  // `$NAME` is nats-server's own way of reading a variable of its environment.
  const secret = password.startsWith("$") ? password : quote(password);
  if (permissions === "all") return `    { user: ${quote(name)}, password: ${secret} }`;
  const list = (subjects: readonly string[]) =>
    subjects.map((subject) => `          ${quote(subject)}`).join("\n");
  return [
    `    { user: ${quote(name)}, password: ${secret}, permissions: {`,
    `        publish: { allow: [\n${list(permissions.publish)}\n        ] }`,
    `        subscribe: { allow: [\n${list(permissions.subscribe)}\n        ] }`,
    ...(permissions.responds ? ['        allow_responses: { max: 1, expires: "10s" }'] : []),
    "    } }",
  ].join("\n");
}

function quote(text: string): string {
  return JSON.stringify(text);
}
