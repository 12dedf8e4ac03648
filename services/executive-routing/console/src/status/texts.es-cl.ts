/** What each trouble is called, what it means for her who writes, and for whoever attends. */
export const status = {
  well: "Todo funciona",
  wellHint: "WhatsApp, la evaluación automática, el robot y el registro responden.",
  title: "Cómo está el servicio",
  show: "Ver cómo está el servicio",
  troubles_one: "{{count}} problema",
  troubles_other: "{{count}} problemas",
  since: "desde las {{time}}",
  forHer: "Para ella",
  forYou: "Para ti",
  closed: "Fuera de horario",
  closedHer: "Recibe una vez un aviso neutro con los números de ayuda. Lo que escribe se evalúa igual.",
  closedYou: "Las emergencias suenan para el turno de llamada.",
  kinds: {
    "database-away": {
      name: "La base de datos no responde",
      her: "Sus mensajes quedan guardados en la entrada y llegan solos en cuanto vuelva. Recibe a lo más una respuesta neutra con los números de ayuda.",
      you: "No puedes tomar, responder ni guardar por ahora. Lo que escribas queda aquí. No cierres la página.",
    },
    "broker-away": {
      name: "El correo interno no responde",
      her: "Lo que escribe queda guardado y llega solo en cuanto vuelva. Tus respuestas le llegarán con atraso.",
      you: "Puedes leer y escribir: sale solo en cuanto vuelva. Lo nuevo puede tardar en aparecer.",
    },
    "line-stopped": {
      name: "WhatsApp detuvo la línea",
      her: "Puede escribir, pero no le llega nada nuestro.",
      you: "Tus mensajes esperan en cola y salen solos cuando vuelva. Si hay peligro, coordina ayuda por teléfono ahora.",
    },
    "line-away": {
      name: "No hay conexión con WhatsApp",
      her: "Lo que escribe y lo que le escribimos llega con atraso.",
      you: "Tus mensajes se reintentan solos. Si hay peligro, coordina ayuda por teléfono.",
    },
    "line-behind": {
      name: "Los mensajes entran con atraso",
      her: "Lo que escribe puede tardar en llegarnos.",
      you: "Que esté en silencio puede ser un atraso nuestro. No supongas que dejó de escribir.",
    },
    "line-limited": {
      name: "WhatsApp limitó la línea",
      her: "Algunas respuestas le pueden llegar tarde o no llegar.",
      you: "Mira si cada mensaje quedó entregado. Escribe lo importante primero y en un solo mensaje.",
    },
    "triage-behind": {
      name: "La evaluación automática está atrasada",
      her: "Nada cambia: quien no está evaluada se atiende como riesgo alto.",
      you: "El orden de la lista puede no ser el del riesgo. Lee las que dicen “Por evaluar”.",
    },
    "robot-away": {
      name: "El robot no responde",
      her: "Su pregunta al robot sigue sin respuesta.",
      you: "Retoma las conversaciones que dejaste al robot; no delegues otras por ahora.",
    },
  },
} as const;
