import type { Report } from "./report.ts";

type Value = string | number | null;

/**
 * A table as CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe before it: a code
 * name or an id must not be able to run anything on the auditor's computer. Source: OWASP, CSV injection.
 */
export function csv(header: readonly string[], rows: readonly (readonly Value[])[]): string {
  return [header, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** Spreadsheets pass over whatever space is before a formula, and take the signs of East Asian keyboards for theirs. */
const formula = /^[\t\r\n]|^[\s\ufeff]*[=+\-@＝＋－＠]/;

function cell(value: Value): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const reportTables = [
  "messages",
  "sessions",
  "emergencies",
  "invariants",
  "access",
  "unusual",
  "changes",
] as const;
export type ReportTable = (typeof reportTables)[number];

/** One table of a report, a row per thing, for a spreadsheet. Times in UTC. */
export function tableOf(report: Report, table: ReportTable): string {
  switch (table) {
    case "messages": {
      const { unaccounted, waiting } = report.messages;
      return csv(
        ["estado", "mensaje", "sesion", "nombre", "aceptado", "en_cola", "visto", "asiento"],
        [
          ...unaccounted.map((one) => ["sin rendir cuenta", one] as const),
          ...waiting.map((one) => ["en espera", one] as const),
        ].map(([state, one]) => [
          state,
          one.messageId,
          one.sessionId,
          one.codeName,
          one.acceptedAt,
          one.queuedAt,
          one.seenAt,
          one.index,
        ]),
      );
    }
    case "sessions":
      return csv(
        [
          "sesion",
          "nombre",
          "abierta",
          "recibidos",
          "vistos",
          "respondidos",
          "enviados",
          "responsables",
          "espera_maxima_ms",
          "silencios",
          "cerrada",
          "por",
          "clasificacion",
        ],
        report.sessions.map((one) => [
          one.sessionId,
          one.codeName,
          one.openedAt,
          one.received,
          one.seen,
          one.answered,
          one.sent,
          one.owners.map(({ personId }) => personId).join(" "),
          one.longestWaitMs,
          one.silences.length,
          one.closed?.at ?? null,
          one.closed?.by ?? null,
          one.closed?.classification ?? null,
        ]),
      );
    case "emergencies":
      return csv(
        [
          "sesion",
          "nombre",
          "senal",
          "persona",
          "atendida_por",
          "llamado",
          "a_quien",
          "procedimiento",
          "resultado",
          "abierta",
          "asiento",
        ],
        report.emergencies.map((one) => [
          one.sessionId,
          one.codeName,
          one.signalAt,
          one.humanAt,
          one.humanId,
          one.calledAt,
          one.calledService,
          one.procedureNumber,
          one.outcome,
          one.open ? "si" : "no",
          one.index,
        ]),
      );
    case "invariants":
      return csv(
        ["regla", "comprobados", "asiento", "cuando", "sesion", "persona"],
        report.invariants.flatMap(({ name, checked, offences }): Value[][] =>
          offences.length === 0
            ? [[name, checked, null, null, null, null]]
            : offences.map((one) => [name, checked, one.index, one.at, one.sessionId, one.personId]),
        ),
      );
    case "access":
      return csv(
        [
          "persona",
          "rol",
          "ingresos",
          "ingresos_fallidos",
          "conversaciones_leidas",
          "mensajes_mostrados",
          "consultas_al_registro",
          "busquedas",
        ],
        report.access.people.map((one) => [
          one.personId,
          one.role,
          one.logins,
          one.failedLogins,
          one.conversationsRead,
          one.messagesShown,
          one.recordsRead,
          one.searches,
        ]),
      );
    case "changes":
      return csv(
        ["cuando", "que", "persona", "version", "versiones", "cambios", "asiento"],
        report.changes.map(({ index, at, what, personId, release, versions, settings }) => [
          at,
          what,
          personId,
          release,
          Object.entries(versions)
            .map(([of, version]) => `${of} ${version}`)
            .join(" "),
          settings?.join(" ") ?? null,
          index,
        ]),
      );
    case "unusual":
      return csv(
        ["clase", "persona", "cuantas", "asiento"],
        report.access.unusual.flatMap(({ kind, personId, count, entries }) =>
          entries.map((index) => [kind, personId, count, index]),
        ),
      );
  }
}
