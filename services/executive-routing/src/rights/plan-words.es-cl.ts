import type { SafeContactPlan, Weekday } from "@liss/contracts";

const writing = {
  never: "No se te escribe.",
  answer: "Solo se te responde; nadie te escribe primero.",
  first: "Se te puede escribir primero, en las horas que dijiste.",
} as const satisfies Record<SafeContactPlan["writing"], string>;

const readBy = {
  unknown: "No nos has dicho quién más lee este teléfono.",
  "only-her": "Este teléfono lo lees solo tú.",
  others: "Este teléfono lo lee también otra persona.",
} as const satisfies Record<SafeContactPlan["readBy"], string>;

const days = {
  mon: "lunes",
  tue: "martes",
  wed: "miércoles",
  thu: "jueves",
  fri: "viernes",
  sat: "sábado",
  sun: "domingo",
} as const satisfies Record<Weekday, string>;

/**
 * What was agreed with her, in sentences. Her secret words are not among them, nor those that must not be on her phone:
 * whoever finds this text must not learn by which word she is known, or with which one she asks for help.
 */
export function planSentences(plan: SafeContactPlan): string[] {
  const hours = plan.hours.map(
    ({ days: on, from, to }) => `${on.map((day) => days[day]).join(", ")}, de ${from} a ${to}`,
  );
  const secrets = [plan.agreedWord, plan.duressWord, plan.realName, ...plan.avoid].some(Boolean);
  return [
    writing[plan.writing],
    ...(hours.length > 0 ? [`Horas en que puede llegarte un mensaje: ${hours.join("; ")}.`] : []),
    readBy[plan.readBy],
    ...(plan.alias ? [`Te llamamos ${plan.alias}.`] : []),
    plan.mayReceiveMedia
      ? "Puedes recibir fotos, audios y archivos."
      : "No se te envían fotos, audios ni archivos.",
    plan.mayReceiveNotices
      ? "Puedes recibir avisos y recordatorios."
      : "No se te envían avisos ni recordatorios.",
    ...(secrets
      ? [
          "También guardamos palabras que acordaste con nosotras. Por tu seguridad no se escriben aquí: pregúntanos por ellas.",
        ]
      : []),
  ];
}

/** The plan for another system: without the words that must not be on her phone. */
export function planToCarry(plan: SafeContactPlan): Partial<SafeContactPlan> {
  const { agreedWord, duressWord, realName, avoid, ...rest } = plan;
  return rest;
}
