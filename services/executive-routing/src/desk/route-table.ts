import type { Router } from "express";
import { type RouteRule, rules } from "./rules.ts";

const keyOf = (method: string, path: string) => `${method.toUpperCase()} ${path}`;

/** The routes that a router really serves, as `METHOD /path`. */
export function routesOf(router: Router): string[] {
  return router.stack.flatMap(({ route }) => {
    if (!route) return [];
    const methods = new Set(route.stack.map(({ method }) => method));
    return [...methods].map((method) => keyOf(method, route.path));
  });
}

/**
 * Whoever adds a route says whom it is for, in rules.ts or as an endpoint; otherwise the service does not start, and
 * a rule without its route is a mistake as well.
 * @throws Error naming them.
 */
export function assertEveryRouteHasItsRule(router: Router, table: readonly RouteRule[] = rules): void {
  const served = routesOf(router);
  const ruled = table.map(({ method, path }) => keyOf(method, path));
  const bare = served.filter((route) => !ruled.includes(route));
  const idle = ruled.filter((route) => !served.includes(route));
  const twice = served.filter((route, index) => served.indexOf(route) !== index);
  if (bare.length > 0) throw new Error(`routes without a rule in desk/rules.ts: ${bare.join(", ")}`);
  if (idle.length > 0) throw new Error(`rules without a route: ${idle.join(", ")}`);
  if (twice.length > 0) throw new Error(`routes that are served twice: ${twice.join(", ")}`);
}
