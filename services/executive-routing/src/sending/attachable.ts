/** A file that may be sent: how she sees it, of which types, and how large. */
export type AttachmentKind = "image" | "audio" | "document";

const megabyte = 2 ** 20;

/**
 * What an executive may attach. WhatsApp's own types and limits, but for documents: it takes 100 MB, which is a month of
 * some women's mobile data, and would be whole in the gateway's memory. No film: nobody needed it, and it is heavy.
 * The console says these limits before anything is sent. Source: whatsapp-cloud-api.md §4.
 */
export const attachable: Readonly<
  Record<AttachmentKind, { mimeTypes: readonly string[]; maxBytes: number }>
> = {
  image: { mimeTypes: ["image/jpeg", "image/png"], maxBytes: 5 * megabyte },
  audio: {
    mimeTypes: ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg; codecs=opus"],
    maxBytes: 16 * megabyte,
  },
  document: {
    mimeTypes: [
      "application/pdf",
      "text/plain",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ],
    maxBytes: 16 * megabyte,
  },
};

/** The longest name of a document, and the longest words beside a file. */
export const longestName = 240;
export const longestCaption = 1024;

/** One name for what two programs call differently. */
const otherNames: Readonly<Record<string, string>> = {
  "audio/x-m4a": "audio/mp4",
  "audio/mp3": "audio/mpeg",
};

export const sendableType = (mimeType: string): string => otherNames[mimeType] ?? mimeType;

/** How she would see a file of this type; undefined when it cannot be sent. */
export function kindOfType(mimeType: string): AttachmentKind | undefined {
  const type = sendableType(mimeType);
  return (Object.keys(attachable) as AttachmentKind[]).find((kind) =>
    attachable[kind].mimeTypes.includes(type),
  );
}
