/** Texts of entering, staying and being let back in. */
export const login = {
  application: "Consola",
  ended: "Tu ingreso terminó. Entra de nuevo y sigues donde estabas; tus borradores siguen aquí.",
  stay: {
    title: "¿Sigues ahí?",
    idle: "Nadie ha usado esta pantalla por un rato. Por seguridad, tu ingreso se cierra en {{left}}.",
    drafts: "Lo que escribiste y no enviaste queda aquí para cuando vuelvas a entrar.",
    here: "Aquí estoy",
    ending: "Tu ingreso termina a las {{time}}, por horario. Vuelve a entrar cuando puedas: no pierdes nada.",
  },
  link: {
    title: "Elige tu contraseña",
    reading: "Mirando tu enlace…",
    hello: "Hola, {{name}}. Entrarás con tu correo {{email}} y la contraseña que elijas ahora.",
    password: "Contraseña nueva",
    rule: "Al menos 12 caracteres. Una frase que solo tú digas sirve mejor que símbolos raros.",
    repeat: "Escríbela otra vez",
    different: "No es igual a la de arriba.",
    set: "Guardar contraseña",
    doneTitle: "Listo",
    done: "Tu contraseña quedó guardada. Ahora entra con ella; te pediremos activar tu segundo factor.",
    toLogin: "Ir a entrar",
    overTitle: "Este enlace ya no sirve",
    refusals: {
      "link-over":
        "Ya se usó, se reemplazó por otro o pasó más de un día. Pide a una supervisora un enlace nuevo.",
      "password-too-short": "Es muy corta: usa al menos 12 caracteres.",
      "too-many-attempts": "Hubo muchos intentos seguidos. Espera unos minutos y vuelve a probar.",
      unreachable: "No hay conexión con el sistema. Revisa la red e inténtalo de nuevo.",
      unavailable: "El sistema no pudo responder. Inténtalo de nuevo en un momento.",
    },
  },
} as const;
