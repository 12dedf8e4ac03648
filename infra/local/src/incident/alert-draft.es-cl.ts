import type { Revoked } from "./revoke.ts";
import type { Timeline } from "./timeline.ts";

/** The draft of the early alert, for a person to complete and send. Source: domain.md §4 (Ley 21.663, three hours). */
export function alertDraft(facts: {
  knownAt: string;
  frozenAt: string;
  since: string;
  timeline: Timeline;
  revoked: Revoked;
  rotated: readonly string[];
}): string {
  const { knownAt, frozenAt, since, timeline, revoked } = facts;
  const until = new Date(Date.parse(knownAt) + 3 * 3_600_000).toISOString();
  const counts = timeline.counts.slice(0, 12).map(({ type, times }) => `- ${type}: ${times}`);
  return `# Alerta temprana al CSIRT Nacional: borrador

**Plazo: ${until}** (tres horas desde que se supo, Ley 21.663). Complete lo que está entre corchetes y envíela aunque
falten datos: lo que no se sabe se dice. No incluya nombres, teléfonos ni nada de lo que ellas escribieron.

1. **Institución y servicio**: [nombre]. Canal de atención por mensajería.
2. **Quién informa**: [nombre, cargo, teléfono, correo].
3. **Cuándo se supo**: ${knownAt}. Evidencia congelada: ${frozenAt}.
4. **Qué pasó**: [acceso indebido / pérdida de un equipo / interrupción / otro]. [Dos o tres frases.]
5. **Qué está afectado**: [servicios]. En el registro desde ${since}: ${timeline.entries} asientos, ${timeline.sessions} atenciones, ${timeline.people} personas del equipo.
6. **Sigue ocurriendo**: [sí / no / no se sabe].
7. **Qué se hizo**: se cerraron ${revoked.logins} ingresos y ${revoked.links} enlaces de entrada; ${facts.rotated.length > 0 ? "se cambiaron las claves internas (rigen al reiniciar)" : "las claves internas no se cambiaron"}; la evidencia quedó con sus huellas y firmada.
8. **Datos personales**: [sí / no / no se sabe]. Si los hay, avise también a la Agencia de Protección de Datos (Ley 21.719).
9. **Se necesita ayuda en**: [nada / …].

## Lo más frecuente en el registro
${counts.join("\n") || "- nada en ese plazo"}
`;
}
