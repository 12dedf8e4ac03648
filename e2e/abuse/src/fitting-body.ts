import { v7 as uuidv7 } from "uuid";
import { z } from "zod";

type Schema = {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  format?: string;
  pattern?: string;
  minLength?: number;
  minimum?: number;
  minItems?: number;
  items?: Schema;
  required?: string[];
  properties?: Record<string, Schema>;
  propertyNames?: Schema;
};

/** What a schema alone does not say: refinements that a made-up value would not keep. */
const corrections: Record<string, (body: Record<string, unknown>) => Record<string, unknown>> = {
  "/sessions/:id/referrals": (body) => ({ ...body, basis: "consent", purposes: ["share-contact"] }),
  "/sessions/:id/safe-closing": (body) => ({ ...body, steps: ["chat"] }),
  "/sessions/:id/case": () => ({ facts: { "home.commune": "Villa Ficticia" } }),
};

/**
 * A body that the route's own schema takes, made from it: an attack must be stopped by whose thing it is, and not
 * because it was badly written. New routes need no example here.
 */
export function fittingBody(path: string, schema: z.ZodType | undefined): Record<string, unknown> {
  if (!schema) return {};
  const made = madeFrom(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Schema);
  const body = corrections[path]?.(made as Record<string, unknown>) ?? made;
  return body as Record<string, unknown>;
}

function madeFrom(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = (schema.anyOf ?? schema.oneOf)?.[0];
  if (choice) return madeFrom(choice);
  switch (schema.type) {
    case "object":
      return objectOf(schema);
    case "array":
      return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () => madeFrom(schema.items ?? {}));
    case "integer":
    case "number":
      return Math.max(schema.minimum ?? 1, 1);
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return textOf(schema);
  }
}

function objectOf({ properties = {}, required = [], propertyNames }: Schema): object {
  // All optional: one of them, so that something is asked at all.
  const names = required.length > 0 ? required : Object.keys(properties).slice(0, 1);
  if (names.length === 0 && propertyNames?.enum) return {};
  return Object.fromEntries(names.map((name) => [name, madeFrom(properties[name] ?? {})]));
}

function textOf({ format, pattern, minLength = 1 }: Schema): string {
  if (format === "uuid" || pattern?.includes("[0-9a-fA-F]{8}-")) return uuidv7();
  if (format === "date-time") return new Date().toISOString();
  if (format === "date") return new Date().toISOString().slice(0, 10);
  if (format === "email") return `${uuidv7()}@servicio.test`;
  if (pattern?.startsWith("^([01]")) return "10:00";
  return "abcdefgh".repeat(Math.ceil(minLength / 8)).slice(0, Math.max(minLength, 3));
}
