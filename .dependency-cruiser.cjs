// Who may import whom. Source: the architecture's rules; each says why in its comment.

const { realpathSync } = require("node:fs");
const { createRequire } = require("node:module");
const { join } = require("node:path");

// Without a compiler that it understands, dependency-cruiser reads no TypeScript, finds nothing and says all is well.
const cruiser = realpathSync(join(__dirname, "node_modules/dependency-cruiser/package.json"));
const compiler = createRequire(cruiser).resolve("typescript/package.json");
if (Number(require(compiler).version.split(".")[0]) > 6) {
  throw new Error(
    "dependency-cruiser needs TypeScript 6 beside it: see packageExtensions in pnpm-workspace.yaml.",
  );
}

/** Modules and packages that touch the world: disk, network, database, broker, clock of the process. */
const IO = [
  "^(node:)?(fs|net|http|https|http2|dgram|dns|tls|child_process|cluster|worker_threads|timers|os)($|/)",
  "(^|/)node_modules/(kysely|pg|express|ws|helmet|pino|better-auth|@nats-io|@opentelemetry)/",
  "^packages/(database|messaging|identity|telemetry|testing|vault)/",
  "^infra/",
].join("|");

/** Folders that hold rules and nothing else. */
const PURE = [
  "^services/executive-routing/src/session/",
  "^services/triage/src/assess/",
  "^services/audit/src/proof/",
];

/** Tests, and what only tests use: supports next to them, folders of fixtures, benches of their own. */
const TESTS = "[.](test|test-support)[.]tsx?$|/vitest[.]config[.]ts$|/(testing|fixtures|conformance|bench)/";

/** A web application, the service it belongs to, and what that service's package.json exports to it. */
const APPS = [
  { service: "services/executive-routing", app: "services/executive-routing/console" },
  { service: "services/audit", app: "services/audit/explorer" },
].map(({ service, app }) => ({
  name: service.split("/")[1],
  app: `^${app}/`,
  service: `^${service}/src/`,
  exported: Object.values(require(`./${service}/package.json`).exports).map(
    (path) => `^${join(service, path)}$`,
  ),
}));

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      comment: "A circle has no first file to read. Types alone may meet: they are gone when the code runs.",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "not-to-unresolvable",
      severity: "error",
      comment: "An import that does not resolve hides every other rule.",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "services-never-import-services",
      severity: "error",
      comment: "Services speak only through events; the contracts are in packages/contracts.",
      from: { path: "^services/([^/]+)/" },
      to: { path: "^services/", pathNot: "^services/$1/" },
    },
    {
      name: "packages-never-import-services",
      severity: "error",
      comment: "Packages are underneath services.",
      from: { path: "^packages/" },
      to: { path: "^(services|e2e)/" },
    },
    {
      name: "nothing-imports-the-stack",
      severity: "error",
      comment: "Who runs the services is no concern of theirs.",
      from: { path: "^(services|packages)/", pathNot: `${TESTS}|^packages/testing/` },
      to: { path: "^(infra|e2e)/" },
    },
    {
      name: "contracts-import-only-zod",
      severity: "error",
      comment: "Everybody depends on the contracts, browsers too; so they depend on nothing else.",
      from: { path: "^packages/contracts/src/", pathNot: `${TESTS}|^packages/contracts/src/cli/` },
      to: { pathNot: "^packages/contracts/src/|(^|/)node_modules/zod/" },
    },
    {
      name: "pure-folders-do-no-io",
      severity: "error",
      comment: "Rules are decided from what they are given: no disk, network, database, broker or clock.",
      from: { path: PURE, pathNot: TESTS },
      to: { path: IO },
    },
    {
      name: "queue-rules-do-no-io",
      severity: "error",
      comment: "In queue/ only the file that claims in SQL may touch the database.",
      from: { path: "^services/executive-routing/src/queue/", pathNot: `${TESTS}|/(claim|take)[.]ts$` },
      to: { path: IO },
    },
    {
      name: "testing-only-in-tests",
      severity: "error",
      comment: "Test servers never reach what runs in production. The runner of the tests starts them too.",
      from: {
        path: "^(services|packages|infra)/",
        pathNot: `${TESTS}|^infra/local/src/test-run`,
      },
      to: { path: "^packages/testing/" },
    },
    {
      name: "tests-are-not-imported",
      severity: "error",
      comment: "What tests share lives in a file of its own.",
      from: { pathNot: TESTS },
      to: { path: "[.]test[.]tsx?$" },
    },
    ...APPS.map(({ name, app, service, exported }) => ({
      name: `web-apps-import-only-what-is-exported:${name}`,
      severity: "error",
      comment: "The browser knows a service through the schema of its API and what it can check by itself.",
      from: { path: app },
      to: { path: service, pathNot: exported },
    })),
    ...APPS.map(({ name, app, service }) => ({
      name: `services-never-import-their-web-app:${name}`,
      severity: "error",
      comment: "The service serves the built files; it does not import their sources.",
      from: { path: service },
      to: { path: app },
    })),
    {
      name: "no-undeclared-packages",
      severity: "error",
      comment: "A package must be in the package.json of whoever imports it.",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(services|packages|infra|e2e)/.*/(dist|coverage|[.]turbo)/" }, // what we build, not what others did
    tsPreCompilationDeps: true, // type imports count: they are dependencies of whoever reads the code
    preserveSymlinks: false,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json", ".css"],
      mainFields: ["module", "main", "types"],
    },
    skipAnalysisNotInRules: true,
    progress: { type: "none" },
  },
};
