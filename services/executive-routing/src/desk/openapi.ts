import { z } from "zod";
import { Problem } from "./api.ts";
import { type RouteRule, rules } from "./rules.ts";

const whoseWords: Record<RouteRule["whose"], string> = {
  anyone: "",
  reader: " Answers 404 to whoever may not read it.",
  owner: " Only the executive responsible for the session.",
  "owner-or-supervisor": " The executive responsible for the session, or a supervisor.",
  waiting: " A session that waits.",
  offered: " Whoever it rings or waits for.",
  attending: " Answers 404 to everybody but the executive who attends.",
};

/** The API of the desk as OpenAPI 3.1, made from the schemas that check it: it cannot say anything else. */
export function openApi(table: readonly RouteRule[] = rules) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const rule of table) {
    const path = `/api${rule.path.replaceAll(/:(\w+)/g, "{$1}")}`;
    paths[path] = { ...paths[path], [rule.method]: operation(rule) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Liss desk",
      version: "1",
      description:
        "What the console and executive-routing say to each other. Commands carry an Idempotency-Key: repeating one gives the first answer. Refusals are RFC 9457 problems with a code.",
    },
    paths,
    components: {
      schemas: { Problem: schemaOf(Problem, "output") },
      securitySchemes: {
        login: { type: "apiKey", in: "cookie", name: "liss-console.session_token" },
      },
      responses: {
        Problem: {
          description: "Why it was not done",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
    },
    security: [{ login: [] }],
  };
}

function operation({ method, path, summary, roles, whose, body, answer }: RouteRule) {
  const parameters: unknown[] = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  if (method !== "get") {
    parameters.push({
      name: "Idempotency-Key",
      in: "header",
      required: true,
      schema: { type: "string", format: "uuid" },
    });
  }
  return {
    operationId: `${method}${path.replaceAll(/[/:-]+(\w)/g, (_all, letter: string) => letter.toUpperCase())}`,
    summary,
    description: `For: ${roles.join(", ")}.${whoseWords[whose]}`,
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: { required: true, content: { "application/json": { schema: schemaOf(body, "input") } } },
    }),
    responses: {
      ...(answer
        ? {
            200: {
              description: "Done",
              content: { "application/json": { schema: schemaOf(answer, "output") } },
            },
          }
        : { 204: { description: "Done" } }),
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

function schemaOf(schema: z.ZodType, io: "input" | "output") {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return json;
}
