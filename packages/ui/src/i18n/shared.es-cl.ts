import type { Classification, DeliveryState, Indicator, Tier } from "@liss/contracts";

const tiers = {
  imminent: "Emergencia",
  high: "Riesgo alto",
  unassessed: "Por evaluar",
  support: "Contención",
  guidance: "Orientación",
  information: "Información",
  unrelated: "Ajeno",
} as const satisfies Record<Tier, string>;

/** What each tier means, for whoever rests on its mark. */
const tierMeanings = {
  imminent: "Hay peligro ahora mismo.",
  high: "Hay señales de riesgo grave.",
  unassessed: "Aún nadie lo ha mirado: se atiende como riesgo alto.",
  support: "Necesita contención.",
  guidance: "Necesita orientación.",
  information: "Pide información general.",
  unrelated: "No parece ser de este canal.",
} as const satisfies Record<Tier, string>;

/** Two words, or as near as plain Spanish allows. */
const indicators = {
  agresion_en_curso: "agresión ahora",
  agresor_presente: "agresor presente",
  agresor_en_camino: "agresor viene",
  encierro: "está encerrada",
  arma_fuego: "arma de fuego",
  arma_blanca: "arma blanca",
  arma_otra: "otra arma",
  amenaza_muerte: "amenaza de muerte",
  estrangulamiento: "estrangulamiento",
  lesion_grave: "lesión grave",
  violencia_fisica: "violencia física",
  violencia_sexual: "violencia sexual",
  violencia_psicologica: "violencia psicológica",
  violencia_economica: "violencia económica",
  violencia_digital: "violencia digital",
  embarazo: "embarazo",
  separacion_reciente: "separación reciente",
  celos_control: "celos y control",
  acecho_hostigamiento: "acecho",
  escalada: "va en aumento",
  incumplimiento_medida: "incumple medida",
  antecedentes_agresor: "agresor con antecedentes",
  consumo_alcohol_drogas: "alcohol o drogas",
  suicidio_agresor: "agresor suicida",
  suicidio_victima: "riesgo suicida",
  miedo_victima: "mucho miedo",
  ninos_presentes: "niños presentes",
  amenaza_hijos: "amenaza a hijos",
  violencia_hijos: "daño a hijos",
  destruccion_bienes_mascotas: "destrozos o mascotas",
  aislamiento: "aislamiento",
  vulnerabilidad_victima: "mayor vulnerabilidad",
  dispositivo_vigilado: "teléfono vigilado",
  menor_de_edad: "menor de edad",
  tercera_persona: "tercera persona",
  codigo_encubierto: "código encubierto",
  posible_agresor_sondeo: "posible sondeo",
} as const satisfies Record<Indicator, string>;

const classifications = {
  emergency: "Emergencia",
  risk: "Riesgo",
  support: "Contención",
  guidance: "Orientación",
  information: "Información",
  "no-answer": "Sin respuesta",
  unrelated: "Ajeno al canal",
} as const satisfies Record<Classification, string>;

const delivery = {
  queued: "en cola",
  unknown: "sin confirmar",
  accepted: "aceptado por WhatsApp",
  sent: "enviado",
  delivered: "entregado",
  read: "leído",
  failed: "falló",
} as const satisfies Record<DeliveryState, string>;

/** Why a message failed: WhatsApp's codes and the gateway's. `other` for whatever is not here. */
const deliveryReasons = {
  "window-closed": "Pasaron más de 24 horas desde su último mensaje: WhatsApp ya no deja escribirle.",
  "too-late": "Pasó demasiado tiempo antes de poder enviarlo, así que no se envió.",
  "not-taken": "WhatsApp no lo recibió.",
  "content-not-sendable": "WhatsApp no acepta un mensaje así.",
  "channel-unreachable": "No hubo conexión con WhatsApp durante mucho rato.",
  "131050": "Pidió a WhatsApp no recibir más mensajes de este canal.",
  "131051": "WhatsApp no acepta este tipo de mensaje.",
  "130429": "WhatsApp está recibiendo demasiados mensajes nuestros. Espera un momento y vuelve a enviarlo.",
  "131026": "Su teléfono no puede recibirlo: quizá bloqueó el canal o ya no usa WhatsApp.",
  "131047": "Pasaron más de 24 horas desde su último mensaje: WhatsApp ya no deja escribirle.",
  "131049": "WhatsApp decidió no entregarlo.",
  "131056": "Le enviamos muchos mensajes seguidos. Espera un momento y vuelve a enviarlo.",
  "133016": "La línea está restringida por ahora. Avisa a tu supervisora.",
  "131031": "WhatsApp bloqueó la línea. Avisa a tu supervisora.",
  other: "WhatsApp no pudo entregarlo.",
} as const;

/** Failures that a person can mend by sending the text again. */
export const worthSendingAgain: readonly string[] = [
  "130429",
  "131056",
  "channel-unreachable",
  "too-late",
  "not-taken",
];

/** Sentences for each refusal of the desk: what happened and what to do. */
const refusals = {
  "already-attended": "Otra ejecutiva ya la está atendiendo.",
  "not-yours": "Solo puede hacerlo quien está a cargo de esta atención.",
  "not-waiting": "Esta atención ya no está en espera.",
  closed: "Esta atención ya está cerrada.",
  "at-capacity":
    "Ya atiendes todo lo que puedes atender bien. Cierra o devuelve una atención antes de tomar otra.",
  "not-delegated": "El robot ya no está atendiendo aquí.",
  "already-delegated": "El robot ya está atendiendo aquí.",
  "risk-too-high": "Con este nivel de riesgo atiende una persona: no se puede delegar al robot.",
  "window-closed": "Pasaron más de 24 horas desde su último mensaje: WhatsApp ya no deja escribirle.",
  "unread-messages": "Escribió algo que aún no lees. Léelo antes de cerrar.",
  "identity-in-doubt": "Algo cambió en su teléfono. Antes, asegúrate de que es ella y confírmalo.",
  "emergency-without-record": "Falta el registro de la emergencia. Complétalo antes de cerrar.",
  "unknown-topic": "El robot no conoce ese tema.",
  "not-found": "No encontramos esta atención, o ya no te corresponde verla.",
  "not-permitted": "Tu rol no permite hacer esto.",
  "not-logged-in": "Tu ingreso terminó. Vuelve a entrar.",
  "invalid-request": "Algo no quedó bien escrito. Revísalo e inténtalo de nuevo.",
  "idempotency-key-missing": "La consola no pudo pedirlo bien. Recarga la página.",
  "idempotency-key-reused": "La consola se confundió con un pedido anterior. Recarga la página.",
  conflict: "Alguien hizo un cambio en el mismo momento. Inténtalo de nuevo.",
  "too-large": "Es demasiado largo para enviarlo.",
  unavailable: "El sistema no pudo responder. Inténtalo de nuevo en un momento.",
  unreachable: "No hay conexión con el sistema. Revisa la red e inténtalo de nuevo.",
} as const;

/** Topics of the robot's knowledge, as they are told to people. */
const topics = {
  "numeros-de-ayuda": "Números de ayuda",
  denunciar: "Dónde denunciar",
  "medidas-proteccion": "Medidas de protección",
  "plan-seguridad": "Plan de seguridad",
  "salir-con-seguridad": "Salir con seguridad",
  centros: "Centros de atención",
  "apoyo-psicologico": "Apoyo psicológico",
  "asistencia-legal": "Asistencia legal",
  ninos: "Niñas, niños y adolescentes",
  "seguridad-digital": "Seguridad digital",
  "violencia-economica": "Violencia económica y pensión de alimentos",
  "que-es-violencia": "Qué es violencia",
  "despues-de-denunciar": "Después de denunciar",
  residencias: "Residencias transitorias",
  "violencia-sexual": "Violencia sexual y salud",
  "ayudar-a-otra": "Ayudar a otra persona",
  trabajo: "Acoso en el trabajo",
  migrantes: "Mujeres migrantes",
  "personas-mayores": "Personas mayores",
  discapacidad: "Discapacidad",
  lbt: "Lesbianas, bisexuales y trans",
  "que-es-este-canal": "Qué es este canal",
  "datos-personales": "Datos personales",
} as const;

/** Every text that more than one application shows. Chilean Spanish: warm, plain, without blame. */
export const shared = {
  tiers,
  tierMeanings,
  indicators,
  classifications,
  delivery,
  deliveryReasons,
  refusals,
  topics,
  roles: { executive: "Ejecutiva", supervisor: "Supervisora", auditor: "Auditora" },
  clock: { waiting: "espera {{duration}}" },
  time: { today: "Hoy", yesterday: "Ayer" },
  login: {
    title: "Entrar",
    email: "Correo",
    password: "Contraseña",
    submit: "Entrar",
    emailMissing: "Escribe tu correo.",
    passwordMissing: "Escribe tu contraseña.",
    "wrong-credentials": "El correo o la contraseña no coinciden. Revísalos e inténtalo de nuevo.",
    "too-many-attempts_one": "Hubo muchos intentos seguidos. Espera {{count}} minuto y vuelve a probar.",
    "too-many-attempts_other": "Hubo muchos intentos seguidos. Espera {{count}} minutos y vuelve a probar.",
    unreachable: "No hay conexión con el sistema. Revisa la red e inténtalo de nuevo.",
    unavailable: "El sistema no pudo responder. Inténtalo de nuevo en un momento.",
  },
  scheme: { label: "Apariencia", light: "Clara", dark: "Oscura", auto: "La del equipo" },
  noPermission: {
    title: "Esta puerta no es la tuya",
    logout: "Salir",
  },
  problem: { retry: "Reintentar", close: "Cerrar aviso" },
} as const;
