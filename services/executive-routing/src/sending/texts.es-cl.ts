/** What the executive reads beside her message when she uses the word that asks for help in silence. */
export const duressWordSays =
  "Usó la palabra que acordó para pedir ayuda sin que se note. Contesta como si nada y no hagas ruido.";
