/** Texts of a person's own ways in. */
export const myLogin = {
  link: "Mi ingreso",
  title: "Mi ingreso",
  passkeys: {
    title: "Llaves de acceso",
    hint: "Una llave vive en tu teléfono o computador y se abre con tu huella, tu cara o un PIN. Con ella entras sin contraseña ni código. No la guardes en un aparato que use otra persona.",
    none: "No tienes llaves de acceso todavía.",
    name: "Nombre de la llave",
    nameHint: "Para reconocerla después: «mi teléfono».",
    missing: "Ponle un nombre.",
    add: "Agregar llave",
    remove: "Quitar",
    removeOf: "Quitar la llave {{name}}",
    since: "desde el {{day}}",
    unsupported: "Este navegador no puede usar llaves de acceso.",
    refusals: {
      cancelled: "No se agregó: se cerró la pregunta del navegador.",
      refused: "No se pudo comprobar la llave. Prueba de nuevo o usa otro aparato.",
      "log-in-again": "Por seguridad, sal, vuelve a entrar y agrégala dentro de los primeros diez minutos.",
      unreachable: "No hay conexión con el sistema. Revisa la red e inténtalo de nuevo.",
      unavailable: "El sistema no pudo responder. Inténtalo de nuevo en un momento.",
    },
  },
  codes: {
    title: "Códigos de recuperación",
    hint: "Si gastaste o perdiste los tuyos, pide otros. Los anteriores dejan de servir.",
    password: "Tu contraseña",
    renew: "Pedir códigos nuevos",
    kept: "Ya los guardé",
    refusals: {
      "wrong-credentials": "La contraseña no coincide, o no tienes segundo factor todavía.",
      unreachable: "No hay conexión con el sistema. Revisa la red e inténtalo de nuevo.",
      unavailable: "El sistema no pudo responder. Inténtalo de nuevo en un momento.",
    },
  },
} as const;
