/** Files that she sends. */
export const attaching = {
  attach: "Adjuntar un archivo",
  limits:
    "Fotos JPG o PNG de hasta {{image}}; audios de hasta {{audio}}; PDF, texto y documentos de Office de hasta {{document}}.",
  region: "Archivo que vas a enviar",
  kinds: { image: "Foto", audio: "Audio", document: "Documento" },
  name: "Nombre que ella verá",
  travelling: "Subiendo {{name}}",
  ready: "Listo para enviar",
  alone: "El audio va sin texto. Lo que escribiste queda aquí para tu próximo mensaje.",
  remove: "Quitar el archivo",
  stop: "Dejar de subirlo",
  again: "Subir de nuevo",
  tooLarge: "Pesa {{size}} y lo más que se envía es {{most}}. Busca una versión más liviana.",
  notAllowed:
    "Su plan de contacto seguro no admite fotos, audios ni archivos. Si ella te los pidió, cámbialo primero en «Contacto seguro».",
  onlyOne: "Va un archivo por mensaje: quedó el primero. Los otros mándalos después, de a uno.",
  drop: "Suelta aquí el archivo. No sale hasta que aprietes Enviar.",
  sending: "Va con {{name}}",
} as const;
