import type { referralKinds } from "@liss/contracts";

type Kind = (typeof referralKinds)[number];

/** How the columns of the directory's file may be called, besides their own names; without accents, in small letters. */
export const columnNames: Record<string, string> = {
  tipo: "kind",
  nombre: "name",
  servicio: "name",
  "region de chile": "region",
  comuna: "commune",
  telefono: "phone",
  horario: "hours",
  direccion: "address",
  verificado: "verified_on",
  "verificado el": "verified_on",
};

/** How a kind of service may be written in it, likewise. */
export const kindNames: Record<string, Kind> = {
  "centro de las mujeres": "women-centre",
  "centro de la mujer": "women-centre",
  fiscalia: "prosecutor",
  policia: "police",
  carabineros: "police",
  pdi: "police",
  salud: "health",
  "asesoria legal": "legal-aid",
  "residencia transitoria": "shelter",
  "apoyo psicosocial": "psychosocial",
  otro: "other",
  "otro servicio": "other",
};

/** As somebody types it, as it is compared. */
export const folded = (text: string): string =>
  text.trim().toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
