import type { OutgoingContent } from "@liss/contracts";

/** A text that she, or whoever holds her phone, can read in what is sent, and the field it stands in. */
export type FieldText = { field: string; text: string };

/** Everything readable in a content: bodies, headers, buttons, rows, captions, the name of a file, an address. */
export function textsOf(content: OutgoingContent): FieldText[] {
  switch (content.kind) {
    case "text":
    case "template":
      return [{ field: "text", text: content.text }];
    case "buttons":
      return [
        ...framed(content),
        ...content.buttons.map(({ title }, at) => ({ field: `buttons[${at}].title`, text: title })),
      ];
    case "list":
      return [
        ...framed(content),
        { field: "button", text: content.button },
        ...content.sections.flatMap(({ title, rows }, section) => [
          ...optional(`sections[${section}].title`, title),
          ...rows.flatMap((row, at) => [
            { field: `sections[${section}].rows[${at}].title`, text: row.title },
            ...optional(`sections[${section}].rows[${at}].description`, row.description),
          ]),
        ]),
      ];
    case "link":
      return [
        ...framed(content),
        { field: "title", text: content.title },
        { field: "url", text: content.url },
      ];
    case "location-request":
      return [{ field: "body", text: content.body }];
    case "image":
    case "video":
      return optional("caption", content.caption);
    case "document":
      return [...optional("caption", content.caption), { field: "filename", text: content.filename }];
    case "reaction":
      return optional("emoji", content.emoji);
    case "audio":
    case "voice":
    case "sticker":
      return [];
  }
}

function framed({
  body,
  header,
  footer,
}: {
  body: string;
  header?: string | undefined;
  footer?: string | undefined;
}): FieldText[] {
  return [...optional("header", header), { field: "body", text: body }, ...optional("footer", footer)];
}

function optional(field: string, text: string | undefined): FieldText[] {
  return text ? [{ field, text }] : [];
}
