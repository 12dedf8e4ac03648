import { MessageReceived, SendRequested } from "@liss/contracts";
import type { Database, Transaction } from "@liss/database";
import { expectTypeOf, test } from "vitest";
import {
  appendEvents,
  type Bus,
  type HandlerContext,
  type Logger,
  type MessagingTables,
  on,
  startRelay,
  subscribeTo,
} from "./index.ts";

type Tables = MessagingTables & { notes: { id: string } };

test("a handler's event and transaction are typed from its contract and the service's database", () => {
  const wire = (bus: Bus, db: Database<Tables>, logger: Logger) =>
    subscribeTo({
      bus,
      db,
      service: "triage",
      logger,
      relay: startRelay({ db, bus, logger }),
      handlers: [
        on(MessageReceived, async (event, ctx: HandlerContext<Tables>) => {
          expectTypeOf(event.data.messageId).toEqualTypeOf<string>();
          await ctx.tx.insertInto("notes").values({ id: event.id }).execute();
        }),
        on(SendRequested, async () => {}),
        on(SendRequested, async (_event, ctx) => ctx.emit()),
      ],
    });
  const append = (tx: Transaction<Tables>) => appendEvents(tx, []);
  expectTypeOf(wire).toBeFunction();
  expectTypeOf(append).toBeFunction();
});
