import { PART } from "./format.ts";

/** For whoever is handed a bundle: what it is, and how to check it with or without our program. */
export const readme = `Registro de auditoría de Liss: paquete verificable

Este paquete contiene asientos del registro (uno por cada hecho del servicio: mensajes, decisiones, accesos), las
firmas que los cubren y el informe de trazabilidad que se calcula de ellos. No contiene conversaciones: del contenido
sellado de un mensaje solo está su huella.

Para verificarlo sin red ni base de datos, con Node.js 22 o posterior:
    node verificar.mjs paquete.tar.gz --key "<clave pública del registro>"
La clave pública debe obtenerse por otro medio que este paquete: quien falsifica un paquete puede poner la suya.

Archivos, en su orden
  manifest.json       período, nombre del registro, primer asiento y final
  keys.txt            claves públicas del registro (C2SP signed-note, Ed25519), una por línea
  witnesses.txt       claves de testigos (C2SP tlog-cosignature), si los hay; pídalas también a ellos mismos
  checkpoints.jsonl   puntos de control: {size, note, frontier}; note es una nota firmada (C2SP tlog-checkpoint);
                      cosignatures son las firmas de testigos, que van bajo las de la nota
  hashes/N.bin        32 bytes por asiento: la huella que se anotó al firmarlo (ceros si no se conoce)
  entries/N.jsonl     los asientos, byte por byte, uno por línea (JSON canónico, RFC 8785)
  report.json         el informe, que el verificador vuelve a calcular

Cómo verificarlo sin nuestro programa
  Cada parte N tiene ${PART} asientos. La huella de un asiento es SHA-256(0x00 || asiento), sin el salto de línea; la de un
  nodo, SHA-256(0x01 || izquierda || derecha) (RFC 6962, RFC 9162). Desde la frontera del primer punto de control (los
  nodos de sus subárboles perfectos, de mayor a menor, en base64) se agregan las huellas en orden; en cada punto de
  control la raíz debe ser la de su nota, y la firma de la nota, de una de las claves.
`;
