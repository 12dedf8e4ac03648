import type { Transaction } from "@liss/database";
import type { Request, Router } from "express";
import { z } from "zod";
import type { RoutingTables } from "../database/tables.ts";
import { CommandDone } from "./api.ts";
import { type Command, type DeskPerson, once, perform } from "./commands.ts";
import { Refused } from "./problems.ts";
import { commanded, type DeskDependencies, personOf } from "./routes.ts";

export type DeskRole = DeskPerson["role"];
export const everybodyAtTheDesk: readonly DeskRole[] = ["executive", "supervisor"];
export const supervisorsOnly: readonly DeskRole[] = ["supervisor"];

/** Whose a session must be for a route to do anything. `attending`: to anybody but its owner it does not exist. */
export type Whose =
  | "anyone"
  | "reader"
  | "owner"
  | "owner-or-supervisor"
  | "waiting"
  | "offered"
  | "attending";

/** A route of the desk, said in one place: who may, what is asked, what is answered. OpenAPI is made from it. */
export type Endpoint = {
  method: "get" | "post" | "put";
  path: string;
  summary: string;
  roles: readonly DeskRole[];
  whose: Whose;
  body?: z.ZodType;
  answer: z.ZodType;
  handle: (asked: Asked) => Promise<unknown>;
};

export type Asked = {
  deps: DeskDependencies;
  me: DeskPerson;
  req: Request;
  params: Record<string, string>;
};

const SessionParam = z.object({ id: z.uuid() });

/** Serves endpoints below a router that knows already who asks. */
export function mount(router: Router, endpoints: readonly Endpoint[], deps: DeskDependencies): Router {
  for (const { method, path, roles, handle } of endpoints) {
    router[method](path, async (req, res) => {
      const me = personOf(res);
      if (!roles.includes(me.role)) throw new Refused("not-permitted");
      res.json(await handle({ deps, me, req, params: req.params as Record<string, string> }));
    });
  }
  return router;
}

type SessionCommand<Body extends z.ZodType> = {
  path: string;
  summary: string;
  roles?: readonly DeskRole[];
  whose: Whose;
  body: Body;
  /** What is sealed or looked up before the transaction begins. */
  prepare?: (body: z.output<Body>, asked: Asked, sessionId: string) => Promise<Pick<Command, "also">>;
  rule: (me: DeskPerson, body: z.output<Body>, deps: DeskDependencies) => Command["rule"];
};

/** A command on the session of the path, decided by a rule of the domain. */
export function sessionCommand<Body extends z.ZodType>(command: SessionCommand<Body>): Endpoint {
  const { path, summary, whose, body: schema, roles = everybodyAtTheDesk } = command;
  return {
    method: "post",
    path: `/sessions/:id/${path}`,
    summary,
    roles,
    whose,
    body: schema,
    answer: CommandDone,
    handle: async (asked) => {
      const { req, me, deps } = asked;
      const { id } = SessionParam.parse(req.params);
      const body = schema.parse(req.body ?? {}) as z.output<Body>;
      const prepared = (await command.prepare?.(body, asked, id)) ?? {};
      return perform(deps, {
        ...commanded(req, me, path),
        session: async () => id,
        rule: command.rule(me, body, deps),
        ...prepared,
      });
    },
  };
}

type Tx = Transaction<RoutingTables>;

/** A command that is about no session: done once under its key, in one transaction. */
export function deskCommand<Body extends z.ZodType>(command: {
  method?: "post" | "put";
  path: string;
  summary: string;
  roles?: readonly DeskRole[];
  whose?: Whose;
  body: Body;
  answer?: z.ZodType;
  does: (tx: Tx, body: z.output<Body>, asked: Asked & { now: string }) => Promise<object | undefined>;
}): Endpoint {
  const { method = "post", path, summary, body: schema, roles = everybodyAtTheDesk } = command;
  return {
    method,
    path,
    summary,
    roles,
    whose: command.whose ?? "anyone",
    body: schema,
    answer: command.answer ?? z.object({ done: z.literal(true) }),
    handle: async (asked) => {
      const body = schema.parse(asked.req.body ?? {}) as z.output<Body>;
      const now = asked.deps.clock.now();
      return once(asked.deps, commanded(asked.req, asked.me, path), async (tx) => {
        return (await command.does(tx, body, { ...asked, now })) ?? { done: true };
      });
    },
  };
}

/** Something that is only looked at. */
export function question(
  endpoint: Omit<Endpoint, "method" | "roles" | "whose"> & Partial<Pick<Endpoint, "roles" | "whose">>,
): Endpoint {
  return { method: "get", roles: everybodyAtTheDesk, whose: "anyone", ...endpoint };
}
