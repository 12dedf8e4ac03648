import type { TableFinding } from "../ledger/fsck.ts";
import type { Finding } from "../proof/stretch.ts";
import type { BundleVerdict, ReportFinding } from "./verify-bundle.ts";
import type { WitnessFinding } from "./witnesses.ts";

/** What the verifier says, in Chilean Spanish, to whoever has to decide with it. */
const number = (value: number) => value.toLocaleString("es-CL");
const MOST = 100;

export function verdictText(verdict: BundleVerdict): string {
  const { manifest, findings, proven, keys, keysFrom, report, otherReport } = verdict;
  const time = (iso: string) =>
    new Date(iso).toLocaleString("es-CL", { timeZone: "America/Santiago", hourCycle: "h23" });
  const { messages } = report;
  const open = report.emergencies.filter((one) => one.open).length;
  const offences = report.invariants.reduce((sum, { offences: list }) => sum + list.length, 0);
  const lines = [
    headline(findings),
    "",
    `Registro:    ${manifest.origin}`,
    `Período:     ${time(manifest.period.from)} a ${time(manifest.period.to)} (hora de Chile)`,
    `Asientos:    ${number(manifest.first)} a ${number(manifest.end - 1)}, bajo ${number(proven.checkpoints)} firmas`,
    ...keys.map((key) => `Clave:       ${key}`),
    keysFrom === "given"
      ? "             (entregada por usted)"
      : "             (viene en el paquete: compárela con la que publica el servicio)",
    ...verdict.witnessed.map(({ witness, checkpoints, newest }) =>
      newest === null
        ? `Testigo:     ${witness} no firmó ningún punto de control de este tramo`
        : `Testigo:     ${witness} firmó ${number(checkpoints)}; el último, de ${number(newest.size)} asientos, el ${time(newest.at)}`,
    ),
    ...(verdict.witnessed.length > 0 && verdict.witnessesFrom === "bundle"
      ? ["             (su clave viene en el paquete: pídala al testigo mismo)"]
      : []),
    "",
    ...findings.slice(0, MOST).map((finding) => `✗ ${findingText(finding)}`),
    ...(findings.length > MOST ? [`  y ${number(findings.length - MOST)} más`] : []),
    ...(findings.length > 0 ? [""] : []),
    ...(otherReport === undefined
      ? []
      : [
          `El informe del paquete es de otra versión (${otherReport}) y no se comparó: el verificar.mjs que viene en él lo hace.`,
          "",
        ]),
    `Mensajes:    ${number(messages.accepted)} aceptados, ${number(messages.seen)} vistos, ${number(messages.answered)} respondidos, ${number(messages.unaccounted.length)} sin rendir cuenta`,
    `Sesiones:    ${number(report.sessions.length)}`,
    `Emergencias: ${number(report.emergencies.length)}, de ellas ${number(open)} sin resultado`,
    `Reglas:      ${offences === 0 ? "ninguna infringida" : `${number(offences)} infracciones`}`,
    `Faltantes:   ${report.gaps.length === 0 ? "ningún número falta en la cuenta de los servicios" : report.gaps.map(({ source, from, to }) => `${source} ${number(from)}–${number(to)}`).join(", ")}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** A report that does not fit is not to be told as entries that somebody changed. */
function headline(findings: BundleVerdict["findings"]): string {
  if (findings.length === 0) return "VERIFICADO: nada fue alterado.";
  return findings.every(({ kind }) => kind.startsWith("report-"))
    ? "ALTERADO EL INFORME: los asientos son los que se firmaron; el informe del paquete no es el que resulta de ellos."
    : "ALTERADO: hay asientos o firmas que no son los que se publicaron.";
}

export function findingText(finding: Finding | TableFinding | WitnessFinding | ReportFinding): string {
  switch (finding.kind) {
    case "entry-changed":
      return `El asiento ${number(finding.index)} fue cambiado: no es el que se firmó.`;
    case "entry-missing":
      return `El asiento ${number(finding.index)} falta: se firmó y ya no está.`;
    case "entry-misplaced":
      return finding.says === null
        ? `En el lugar ${number(finding.index)} hay algo que no es un asiento.`
        : `En el lugar ${number(finding.index)} está el asiento ${number(finding.says)}.`;
    case "hash-record-changed":
      return `La huella anotada junto al asiento ${number(finding.index)} fue cambiada; el asiento mismo está intacto.`;
    case "root-differs":
      return `Los asientos ${number(finding.from)} a ${number(finding.to - 1)} no dan la raíz que se firmó.`;
    case "checkpoint-forged":
      return `El punto de control de ${number(finding.size)} asientos no tiene una firma válida.`;
    case "entries-cut-off":
      return `Los asientos ${number(finding.from)} a ${number(finding.to - 1)} se publicaron y ya no están: se cortó el final o se repuso una copia antigua.`;
    case "entries-not-signed":
      return `Los asientos ${number(finding.from)} a ${number(finding.to - 1)} no están bajo ninguna firma.`;
    case "column-differs":
      return `La columna ${finding.column} del asiento ${number(finding.index)} no dice lo que dice el asiento.`;
    case "mentions-differ":
      return `Los mensajes anotados para el asiento ${number(finding.index)} no son los que nombra.`;
    case "tile-differs":
      return `El bloque ${number(finding.level)}/${number(finding.index)} del árbol no corresponde a sus asientos.`;
    case "cosignature-forged":
      return `El punto de control de ${number(finding.size)} asientos trae una firma de ${finding.witness} que no es de ese testigo.`;
    case "report-differs":
      return "El informe del paquete no es el que resulta de sus asientos.";
    case "report-missing":
      return "El paquete no trae su informe.";
  }
}
