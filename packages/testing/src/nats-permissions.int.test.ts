import { catalogue, type ServiceName, serviceNames } from "@liss/contracts";
import { AckPolicy, jetstream, jetstreamManager, StorageType } from "@nats-io/jetstream";
import { connect, type NatsConnection } from "@nats-io/transport-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FreshNats, freshNats, type UserName } from "./fresh-nats.ts";

const SEND = "channel.send-requested.v1";
const RECEIVED = "channel.message-received.v1";

let nats: FreshNats;
const connections = new Map<UserName, NatsConnection>();

const as = (user: UserName): NatsConnection => connections.get(user)!;

beforeAll(async () => {
  nats = await freshNats();
  for (const user of [...serviceNames, "admin"] as const) {
    const { password } = nats.users[user];
    connections.set(
      user,
      await connect({
        servers: nats.url,
        user,
        pass: password,
        inboxPrefix: `_INBOX.${user}`,
        reconnect: false,
      }),
    );
  }
  const manager = await jetstreamManager(as("admin"));
  const subjects = catalogue.map((event) => event.subject);
  await manager.streams.add({ name: "liss", subjects, storage: StorageType.File });
  for (const service of serviceNames) {
    await manager.consumers.add("liss", {
      durable_name: service,
      ack_policy: AckPolicy.Explicit,
      filter_subjects: service === "audit" ? subjects : [RECEIVED],
    });
  }
});

afterAll(async () => {
  await Promise.all([...connections.values()].map((connection) => connection.close()));
  await nats.stop();
});

/** Publishing without permission is refused by the server out of band: the caller sees no acknowledgement. */
async function mayPublish(user: UserName, subject: string): Promise<boolean> {
  try {
    await jetstream(as(user), { timeout: 1_500 }).publish(subject, "{}");
    return true;
  } catch {
    return false;
  }
}

async function stored(subject: string): Promise<number> {
  const manager = await jetstreamManager(as("admin"));
  const info = await manager.streams.info("liss", { subjects_filter: subject });
  return info.state.subjects?.[subject] ?? 0;
}

test("the bot cannot publish the channel's send subject", async () => {
  expect(await mayPublish("bot", SEND)).toBe(false);
  expect(await stored(SEND)).toBe(0);
});

test("only executive-routing may ask the channel to send", async () => {
  const allowed = await Promise.all(serviceNames.map((service) => mayPublish(service, SEND)));
  expect(serviceNames.filter((_, at) => allowed[at])).toEqual(["executive-routing"]);
});

test("the robot answers what executive-routing asks for the editors, and nobody else asks it", async () => {
  const subscription = as("bot").subscribe("editors.robot", {
    callback: (_, message) => void message.respond("answered"),
  });
  await as("bot").flush();
  const answer = await as("executive-routing").request("editors.robot", "?", { timeout: 2_000 });
  expect(answer.string()).toBe("answered");
  await expect(as("gateway").request("editors.robot", "?", { timeout: 500 })).rejects.toThrow();
  expect(await mayPublish("bot", SEND)).toBe(false);
  subscription.unsubscribe();
});

test("the gateway answers executive-routing's question for a number, and nobody else's", async () => {
  const subscription = as("gateway").subscribe("numbers.gateway", {
    callback: (_, message) => void message.respond("sealed"),
  });
  await as("gateway").flush();
  const answer = await as("executive-routing").request("numbers.gateway", "?", { timeout: 2_000 });
  expect(answer.string()).toBe("sealed");
  for (const other of ["bot", "triage", "audit"] as const)
    await expect(as(other).request("numbers.gateway", "?", { timeout: 300 })).rejects.toThrow();
  subscription.unsubscribe();
});

test("only the gateway may publish a woman's message", async () => {
  const allowed = await Promise.all(serviceNames.map((service) => mayPublish(service, RECEIVED)));
  expect(serviceNames.filter((_, at) => allowed[at])).toEqual(["gateway"]);
});

test("every event of the catalogue can be published by its sources and by nobody else", async () => {
  for (const { subject, sources } of catalogue) {
    const connection = as("admin");
    const heard: string[] = [];
    const subscription = connection.subscribe(subject, {
      callback: (_, message) => void heard.push(new TextDecoder().decode(message.data)),
    });
    await connection.flush();
    for (const service of serviceNames) as(service).publish(subject, service);
    await Promise.all(serviceNames.map((service) => as(service).flush()));
    await connection.flush();
    subscription.unsubscribe();
    expect(new Set(heard), subject).toEqual(new Set(sources));
  }
});

describe("pulling", () => {
  test("a service pulls and acknowledges its own consumer", async () => {
    await mayPublish("gateway", RECEIVED);
    const consumer = await jetstream(as("triage")).consumers.get("liss", "triage");
    const message = await consumer.next({ expires: 2_000 });
    expect(message?.subject).toBe(RECEIVED);
    expect(await message?.ackAck()).toBe(true);
  });

  test("the bot cannot pull another's consumer, nor read another's inbox", async () => {
    await mayPublish("gateway", RECEIVED);
    const others: ServiceName[] = ["gateway", "triage", "executive-routing", "audit"];
    for (const service of others) {
      const inbox = `_INBOX.bot.${service}`;
      const got: string[] = [];
      as("bot").subscribe(inbox, { callback: (_, message) => void got.push(message.subject) });
      as("bot").publish(`$JS.API.CONSUMER.MSG.NEXT.liss.${service}`, JSON.stringify({ batch: 1 }), {
        reply: inbox,
      });
      await as("bot").flush();
      await as("admin").flush();
      expect(got, service).toEqual([]);
    }
    const closed = as("bot").subscribe("_INBOX.triage.>");
    await expect(closed[Symbol.asyncIterator]().next()).rejects.toThrow(/permission/i);
  });

  test("nobody but the admin declares or deletes streams", async () => {
    for (const service of serviceNames) {
      await expect(
        as(service).request("$JS.API.STREAM.DELETE.liss", "", { timeout: 500 }),
        service,
      ).rejects.toThrow();
    }
    expect((await (await jetstreamManager(as("admin"))).streams.info("liss")).config.name).toBe("liss");
  });

  test("no subject can be overheard with a plain subscription", async () => {
    for (const service of serviceNames) {
      const subscription = as(service).subscribe(">");
      await expect(subscription[Symbol.asyncIterator]().next(), service).rejects.toThrow(/permission/i);
    }
  });
});

test("the replicas of executive-routing, and nobody else, nudge each other", async () => {
  const heard = new Promise((resolve) =>
    as("executive-routing").subscribe("desk.nudge", {
      max: 1,
      callback: (_, message) => resolve(message.string()),
    }),
  );
  await as("executive-routing").flush();
  as("bot").publish("desk.nudge", "bot");
  await as("bot").flush();
  as("executive-routing").publish("desk.nudge", "routing");
  expect(await heard).toBe("routing");
});
