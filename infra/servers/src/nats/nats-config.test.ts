import { expect, test } from "vitest";
import { renderNatsConfig, servicePermissions } from "./nats-config.ts";

const catalogue = [
  { subject: "channel.message-received.v1", sources: ["gateway"] },
  { subject: "channel.send-requested.v1", sources: ["executive-routing"] },
  { subject: "bot.reply-proposed.v1", sources: ["bot"] },
];

test("a service may publish its own events and use its own consumers, and listen only to its inbox", () => {
  expect(servicePermissions("bot", catalogue)).toEqual({
    publish: [
      "bot.reply-proposed.v1",
      "$JS.API.INFO",
      "$JS.API.STREAM.INFO.liss",
      "$JS.API.CONSUMER.INFO.liss.bot",
      "$JS.API.CONSUMER.MSG.NEXT.liss.bot",
      "$JS.ACK.liss.bot.>",
      "$JS.API.STREAM.INFO.advisories",
      "$JS.API.CONSUMER.INFO.advisories.bot",
      "$JS.API.CONSUMER.MSG.NEXT.advisories.bot",
      "$JS.ACK.advisories.bot.>",
    ],
    subscribe: ["_INBOX.bot.>", "editors.robot"],
    responds: true,
  });
});

test("only executive-routing has a nudge of its own", () => {
  expect(servicePermissions("executive-routing", catalogue).subscribe).toContain("desk.nudge");
  expect(servicePermissions("gateway", catalogue).publish).not.toContain("desk.nudge");
});

test("only executive-routing asks the robot for the editors and the gateway for a number, and only they hear it", () => {
  const services = ["gateway", "triage", "bot", "executive-routing", "audit"];
  const having = (right: "publish" | "subscribe", subject: string) =>
    services.filter((service) => servicePermissions(service, catalogue)[right].includes(subject));
  expect(having("publish", "editors.robot")).toEqual(["executive-routing"]);
  expect(having("publish", "numbers.gateway")).toEqual(["executive-routing"]);
  expect(having("subscribe", "editors.robot")).toEqual(["bot"]);
  expect(having("subscribe", "numbers.gateway")).toEqual(["gateway"]);
  expect(servicePermissions("triage", catalogue).responds).toBeUndefined();
});

test("only those who keep and show files reach the object store, and none of them by a consumer", () => {
  const onFiles = (service: string) =>
    servicePermissions(service, catalogue).publish.filter((subject) =>
      /OBJ_media|[$]O[.]media/.test(subject),
    );
  expect(["triage", "bot", "audit"].flatMap(onFiles)).toEqual([]);
  for (const service of ["gateway", "executive-routing"]) {
    expect(onFiles(service)).toContain("$O.media.C.>");
    expect(onFiles(service).filter((subject) => /CONSUMER|DIRECT/.test(subject))).toEqual([]);
  }
});

test("passwords are quoted, and those that name a variable are left to nats-server", () => {
  const config = renderNatsConfig({
    durable: true,
    users: [
      { name: "admin", password: 'a"b', permissions: "all" },
      { name: "bot", password: "$BOT_PASSWORD", permissions: { publish: ["x"], subscribe: [] } },
    ],
  });
  expect(config).toContain('{ user: "admin", password: "a\\"b" }');
  expect(config).toContain("password: $BOT_PASSWORD");
  expect(config).toContain("sync_interval: always");
});
