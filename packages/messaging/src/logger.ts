/** What this package needs of a logger; the pino logger of @liss/telemetry fits. Fields never hold content. */
export type Logger = {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};
